// The filter panel is a disclosure, closed on a small screen. On a wide screen
// it stands open beside the results (the stylesheet hides its summary there).
const WIDE = "(min-width: 60rem)";

export function openFiltersOnWideScreens(panel) {
  const wide = window.matchMedia(WIDE);
  const fit = () => {
    if (wide.matches) panel.open = true;
  };
  fit();
  wide.addEventListener("change", fit);
}
