// The list of pages: tick every row at once, and say how many are ticked.
export function enhanceList(form) {
  const boxes = [...form.querySelectorAll("input[name=entry]")];
  const all = form.querySelector("[data-lists-all]");
  const count = form.querySelector("[data-lists-count]");
  const tick = form.querySelector("[data-lists-tick]");

  const say = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    const { none, some, all: every } = count.dataset;
    count.textContent = all?.checked ? every : ticked ? some.replace("{n}", ticked) : none;
    tick.setAttribute("aria-pressed", String(ticked === boxes.length));
  };
  tick.addEventListener("click", () => {
    const on = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = on;
    say();
  });
  form.addEventListener("change", say);
  say();
}
