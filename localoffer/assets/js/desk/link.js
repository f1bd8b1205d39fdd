// Fields that name a page: part of a name is enough, the list offers pages.
// Without this file the field takes a name or an address, and the next page asks which one was meant.
import accessibleAutocomplete from "accessible-autocomplete/src/wrapper.js";

import { words } from "../words.js";

const WAIT = 200; // milliseconds without a key before we ask
const KEPT = ["dir", "spellcheck"];

export function enhanceLink(field) {
  const place = document.createElement("div");
  const { id, name, value } = field;
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ").map((each) => document.getElementById(each));
  const kept = KEPT.filter((key) => field.hasAttribute(key)).map((key) => [key, field.getAttribute(key)]);
  field.replaceWith(place);
  accessibleAutocomplete({
    element: place,
    id,
    name,
    defaultValue: value,
    source: pagesFrom(field.dataset.pages),
    templates: { inputValue: written, suggestion: (page) => `<bdi>${escaped(page?.title ?? page)}</bdi>` },
    onConfirm: () => document.getElementById(id).dispatchEvent(new Event("input", { bubbles: true })),
    confirmOnBlur: false,
    showNoOptionsFound: false,
    displayMenu: "overlay",
    minLength: 2,
    inputClasses: "govuk-input lo-input",
    tNoResults: () => words(field, "none"),
    tStatusQueryTooShort: () => "",
    tStatusNoResults: () => words(field, "none"),
    tStatusSelectedOption: (label, count, index) => words(field, "selected", { label, count, index: index + 1 }),
    tStatusResults: (count, selected) => `${words(field, "found", { count })} ${selected}`,
    tAssistiveHint: () =>
      [...described.map((each) => each?.textContent.trim()), words(field, "help")].filter(Boolean).join(" "),
  });
  const input = document.getElementById(id);
  for (const [key, given] of kept) input.setAttribute(key, given);
}

function written(page) {
  return page?.address ? `${page.title} (${page.address})` : (page ?? "");
}

function pagesFrom(kind) {
  let timer;
  return (query, show) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const url = new URL("/editor/find-page.json", window.location.href);
      url.searchParams.set("q", query);
      url.searchParams.set("kind", kind === "any" ? "" : kind);
      try {
        const response = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
        show(response.ok ? (await response.json()).pages : []);
      } catch {
        show([]); // no list; the name as it is typed still works
      }
    }, WAIT);
  };
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
