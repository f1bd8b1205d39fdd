// Saves what is being written every few seconds, and keeps it in this browser until it is saved.
import { words } from "../words.js";

const WAIT = 3000; // milliseconds after the last key
const AGAIN = 15000; // after a failure
const PATIENCE = 10000; // for an answer

export function enhanceAutosave(form) {
  const kept = keeper(form);
  let timer;
  let saving;
  let changed = false;
  let stopped = false;

  const say = (text) => {
    const line = form.querySelector("[data-saved]");
    if (line && line.textContent !== text) line.textContent = text; // a screen reader hears only what is new
  };

  const save = async () => {
    clearTimeout(timer);
    if (!changed || stopped) return;
    changed = false;
    const result = await post(form);
    if (result.ok) {
      form.elements.seen.value = result.seen;
      say(words(form, "saved", { time: result.saved_at }));
      if (!changed) kept.drop();
      else kept.hold();
      return;
    }
    changed = true;
    stopped = result.conflict || result.out;
    say(result.message ?? words(form, result.out ? "out" : "failed"));
    if (!stopped) timer = setTimeout(start, AGAIN);
  };
  const start = () => (saving = (saving ?? Promise.resolve()).then(save));

  form.addEventListener("input", () => {
    changed = true;
    kept.hold();
    clearTimeout(timer);
    timer = setTimeout(start, WAIT);
  });
  // lists and the form itself are sent only after whatever is being saved: nobody clashes with themselves
  form.savedBefore = () => {
    clearTimeout(timer);
    changed = false;
    return saving;
  };
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || !saving) return void (changed = false);
    event.preventDefault();
    await form.savedBefore();
    saving = undefined;
    setTimeout(() => form.requestSubmit(event.submitter)); // not while the browser is still busy with this event
  });
  form.addEventListener("desk:renewed", () => kept.drop());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && changed && start());
  window.addEventListener("pagehide", () => changed && !stopped && post(form, true));
  kept.offer();
}

async function post(form, leaving = false) {
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      redirect: "manual", // a redirect leads to the sign-in page
      keepalive: leaving,
      signal: leaving ? undefined : AbortSignal.timeout(PATIENCE),
    });
    if (response.type === "opaqueredirect" || response.status === 401) return { out: true };
    const answer = await response.json();
    return { ...answer, ok: response.ok, conflict: response.status === 409 };
  } catch {
    return {};
  }
}

// The words of this form in sessionStorage: gone when the window closes, and never sent to anybody else.
function keeper(form) {
  const key = `words:${new URL(form.action).pathname}`;
  const pairs = () => [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  const now = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  return {
    hold: () => sessionStorage.setItem(key, JSON.stringify({ at: now(), pairs: pairs() })),
    drop: () => sessionStorage.removeItem(key),
    offer() {
      const held = JSON.parse(sessionStorage.getItem(key) ?? "null");
      const seen = held?.pairs.find(([name]) => name === "seen")?.[1];
      const elsewhere = document.querySelector("[data-kept]") || seen !== form.elements.seen.value;
      if (!held || elsewhere || JSON.stringify(held.pairs) === JSON.stringify(pairs())) return this.drop();
      form.before(question(form, held, () => this.drop()));
    },
  };
}

function question(form, held, drop) {
  const box = document.createElement("div");
  box.className = "lo-kept";
  box.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = words(form, "found", { time: held.at });
  const back = button(words(form, "back"), () => sendAgain(form, held.pairs));
  const away = button(words(form, "drop"), () => {
    drop();
    box.remove();
  });
  box.append(text, back, away);
  return box;
}

function button(label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

// The server puts the words back in their fields: it knows lists and groups, this file does not.
function sendAgain(form, pairs) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.action;
  for (const [name, value] of [...pairs, ["csrf_token", form.elements.csrf_token.value], ["do", "stay"]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}
