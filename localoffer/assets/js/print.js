export function enhancePrint(button) {
  button.addEventListener("click", () => window.print());
}
