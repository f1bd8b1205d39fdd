// Counts the bases that are ticked, holds them to the largest number that can
// stand side by side, and keeps the Compare button in sight once it is useful.
import { words } from "./words.js";

export function enhanceCompare(form) {
  const most = Number(form.dataset.maximum) || 4;
  const status = form.querySelector('[role="status"]');
  const number = form.querySelector("[data-compare-count]");
  const button = form.querySelector("button");
  const boxes = () => [...form.elements].filter((element) => element.type === "checkbox");

  const update = () => {
    const ticked = boxes().filter((box) => box.checked);
    const full = ticked.length >= most;
    for (const box of boxes()) box.disabled = full && !box.checked;
    form.classList.toggle("lo-compare--active", ticked.length > 0);
    button.setAttribute("aria-disabled", String(ticked.length < 2));
    number.textContent = ticked.length ? ` (${ticked.length})` : "";
    const name = full ? "full" : ["none", "one"][ticked.length] ?? "ready";
    status.textContent = words(form, name, { count: ticked.length, maximum: most });
  };

  document.addEventListener("change", (event) => {
    if (event.target.form === form) update();
  });
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
  });
  window.addEventListener("pageshow", update); // the back button brings ticks back
  update();
}
