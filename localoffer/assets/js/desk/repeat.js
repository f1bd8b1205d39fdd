// Lists of a form without a whole new page: add, remove, move, and find a postcode.
// The server does it and stays the only place that knows how; here its answer takes the place of the form.
const ORDERS = /^(add|remove|up|down|find):/;

export function enhanceRepeat(form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!ORDERS.test(button?.value ?? "") || form.dataset.busy) return;
    event.preventDefault();
    form.dataset.busy = "yes";
    try {
      await form.savedBefore?.(); // what is being saved just now comes first
      const answer = await send(form, button);
      const main = answer.slice(answer.indexOf("<main"), answer.indexOf("</main>")); // its head has styles of its own
      const next = new DOMParser().parseFromString(main, "text/html").querySelector("form[data-writing]");
      if (!next) throw new Error("The answer holds no form.");
      form.replaceChildren(...next.childNodes);
      form.dataset.focus = next.dataset.focus;
      form.dispatchEvent(new CustomEvent("desk:renewed", { bubbles: true }));
      focusOn(form, next.dataset.focus);
    } catch {
      window.location.assign(form.action); // what was written is saved or kept by now
    } finally {
      delete form.dataset.busy;
    }
  });
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

function focusOn(form, name) {
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")];
  const inside = (field) => field.name === name || field.name.startsWith(`${name}.`);
  const checked = fields.find((field) => inside(field) && (field.type !== "radio" || field.checked));
  (checked ?? fields.find(inside) ?? form.querySelector(`[id="add:${name}"]`))?.focus();
}
