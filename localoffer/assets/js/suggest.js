// Suggestions while typing: turns the plain search field into a combobox.
// The field keeps its name, value and form; Enter with nothing chosen searches.
import accessibleAutocomplete from "accessible-autocomplete/src/wrapper.js";

import { words } from "./words.js";

const WAIT = 120; // milliseconds without a key before we ask
const SHORTEST = 2; // letters; OT, EP and HI are words here
const KEPT = ["maxlength", "autocapitalize", "enterkeyhint", "spellcheck", "dir"];

export function enhanceSearch(field) {
  const { id, name, form } = field;
  const hint = document.getElementById(field.getAttribute("aria-describedby") ?? "");
  const place = document.createElement("div");
  const kept = KEPT.filter((key) => field.hasAttribute(key)).map((key) => [key, field.getAttribute(key)]);

  field.replaceWith(place);
  accessibleAutocomplete({
    element: place,
    id,
    name,
    defaultValue: field.value,
    source: suggestionsFrom(field.dataset.suggest, () => document.getElementById(id)),
    templates: { inputValue: (item) => item?.query ?? item?.label ?? "", suggestion: suggestionHtml },
    onConfirm: (item) => item && go(item, form, id),
    confirmOnBlur: false,
    showNoOptionsFound: false,
    displayMenu: "overlay",
    minLength: SHORTEST,
    inputClasses: "govuk-input",
    tNoResults: () => words(field, "none"),
    tStatusQueryTooShort: () => "",
    tStatusNoResults: () => words(field, "none"),
    tStatusSelectedOption: (label, count, index) => words(field, "selected", { label, count, index: index + 1 }),
    tStatusResults: (count, selected) => `${words(field, "found", { count })} ${selected}`,
    tAssistiveHint: () => [hint?.textContent.trim(), words(field, "help")].filter(Boolean).join(" "),
  });

  const input = document.getElementById(id);
  for (const [key, value] of kept) input.setAttribute(key, value);
  place.addEventListener("keydown", (event) => searchOnEnter(event, input), true);
}

// The component swallows Enter while its menu is open, chosen or not.
function searchOnEnter(event, input) {
  if (event.key !== "Enter" || event.isComposing || event.target !== input) return;
  event.stopPropagation();
  event.preventDefault();
  input.form.requestSubmit();
}

function go(item, form, id) {
  if (item.url) {
    window.location.assign(item.url);
  } else {
    document.getElementById(id).value = item.query ?? item.label;
    form.requestSubmit();
  }
}

function suggestionsFrom(address, input) {
  let timer;
  let asking;
  return (query, show) => {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(async () => {
      asking = new AbortController();
      const url = new URL(address, window.location.href);
      url.searchParams.set("q", query);
      try {
        const response = await fetch(url, { signal: asking.signal, headers: { Accept: "application/json" } });
        const { suggestions } = response.ok ? await response.json() : { suggestions: [] };
        if (input().value === query && document.activeElement === input()) show(suggestions);
      } catch (error) {
        if (error.name !== "AbortError") show([]); // no suggestions; searching still works
      }
    }, WAIT);
  };
}

function suggestionHtml(item) {
  const label = `<bdi class="lo-suggestion__label">${escaped(item.label)}</bdi>`;
  return item.kind_label ? `${label} <span class="lo-suggestion__kind">${escaped(item.kind_label)}</span>` : label;
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
