// A link that copies its own address, and says so.
import { words } from "./words.js";

export function enhanceCopyLink(link) {
  if (!navigator.clipboard) return; // it stays a plain link
  const status = link.parentElement.querySelector('[role="status"]');
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      status.textContent = words(link, "copied");
    } catch {
      status.textContent = words(link, "failed");
    }
  });
}
