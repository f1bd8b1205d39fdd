// The page's own words, in its language: data-i18n-NAME="… {gap} …".
export function words(element, name, gaps = {}) {
  const text = element.getAttribute(`data-i18n-${name}`) ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, gap) => (gap in gaps ? String(gaps[gap]) : whole));
}
