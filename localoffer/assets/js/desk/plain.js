// The plain-language check while somebody types. A form with data-plain="slots" is checked slot by slot; a text box with
// data-plain="body" or "text" gets a panel of its own. Nothing is ever rewritten unless somebody presses the button for it.
import { words } from "../words.js";

const CHECK = "/editor/check";
const WAIT = 400; // milliseconds without a key before we ask

export function enhancePlain(element) {
  if (element.dataset.plain === "slots") watchSlots(element);
  else watchText(element);
}

function watchSlots(form) {
  const panel = form.querySelector("[data-plain-verdict]");
  const count = form.querySelector("[data-plain-count]");
  const status = form.querySelector("[data-plain-status]");
  const box = (name) => form.elements[name];
  form.querySelector("[data-plain-check]").hidden = true; // it is done by itself

  const ask = asker(form.dataset.check, status, (answer) => {
    panel.innerHTML = answer.html;
    count.textContent = words(form, "words", { count: answer.words });
    count.classList.toggle("lo-plain__count--over", answer.words > Number(form.dataset.most));
    for (const slot of form.querySelectorAll("[data-plain-slot]")) {
      slot.querySelector("[data-plain-here]").innerHTML = answer.slots[slot.dataset.plainSlot] ?? "";
    }
  });
  const asked = () => ask(new URLSearchParams(new FormData(form)));

  form.addEventListener("input", (event) => {
    const draft = event.target.closest("[data-plain-slot]")?.querySelector("[data-plain-draft]");
    if (draft) draft.hidden = event.target.value.trim() !== ""; // it is for those who have nothing yet
    asked();
  });
  form.addEventListener("click", (event) => {
    const fill = event.target.closest("[data-plain-fill]");
    if (fill) {
      event.preventDefault();
      const slot = fill.closest("[data-plain-slot]");
      write(box(slot.dataset.plainSlot), 0, Infinity, fill.dataset.plainFill);
      return asked();
    }
    follow(event, (finding) => box(finding.dataset.plainFinding), asked);
  });
}

function watchText(box) {
  const panel = document.createElement("div");
  const status = document.createElement("p");
  const findings = document.createElement("div");
  panel.className = "lo-plain lo-plain--beside";
  panel.hidden = true;
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  panel.append(status, findings);
  box.after(panel);

  const token = box.form.elements.csrf_token.value;
  const ask = asker(CHECK, status, (answer) => {
    findings.innerHTML = answer.html;
    panel.hidden = box.dataset.plain !== "body" && !answer.count; // a short text speaks up only when something is found
    for (const link of findings.querySelectorAll("[data-plain-jump]")) link.hidden = false;
  });
  const asked = () => {
    if (!box.value.trim()) panel.hidden = true;
    else ask(new URLSearchParams({ csrf_token: token, text: box.value }));
  };
  box.addEventListener("input", asked);
  panel.addEventListener("click", (event) => follow(event, () => box, asked));
  asked();
}

// Asks once typing has stopped. What is found is said once, and only when it differs from what was said before.
function asker(address, status, show) {
  let timer;
  let asking;
  let said;
  return (body) => {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(async () => {
      asking = new AbortController();
      try {
        const response = await fetch(address, { method: "POST", body, signal: asking.signal });
        if (!response.ok || response.redirected) return;
        const answer = await response.json();
        show(answer);
        if (said !== undefined && said !== answer.headline) status.textContent = answer.headline;
        said = answer.headline;
      } catch (error) {
        if (error.name !== "AbortError") console.warn(error.message); // saving still works
      }
    }, WAIT);
  };
}

// A press on a finding: go to the words it means, or put the plain word in their place.
function follow(event, boxOf, changed) {
  const finding = event.target.closest("[data-plain-finding]");
  const jump = event.target.closest("[data-plain-jump]");
  const swap = event.target.closest("[data-plain-swap]");
  const box = finding && boxOf(finding);
  if (!box || !(jump || swap)) return;
  event.preventDefault();
  const [start, end] = [finding.dataset.start, finding.dataset.end].map((place) => placeIn(box.value, Number(place)));
  if (swap) {
    write(box, start, end, swap.dataset.plainSwap);
    for (const button of document.querySelectorAll("[data-plain-swap]")) button.disabled = true; // places have moved
    changed();
  } else {
    box.focus();
    box.setSelectionRange(start, end);
    box.scrollIntoView({ block: "center" });
  }
}

// Places are counted in characters; a browser counts some of them, such as emoji, twice.
function placeIn(text, count) {
  return [...text].slice(0, count).join("").length;
}

function write(box, start, end, text) {
  box.focus();
  box.setRangeText(text, start, Math.min(end, box.value.length), "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
