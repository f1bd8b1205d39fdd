// Enhancements of the editors' desk. Every page of it works without this file.
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";

import { enhanceAutosave } from "./desk/autosave.js";
import { enhanceLink } from "./desk/link.js";
import { enhanceList } from "./desk/lists.js";
import { enhancePasskey } from "./desk/passkey.js";
import { enhancePlain } from "./desk/plain.js";
import { enhanceRepeat } from "./desk/repeat.js";

const enhancements = [
  ["[data-lists]", enhanceList],
  ["[data-passkey]", enhancePasskey],
  ["input[data-pages]", enhanceLink],
  ["[data-plain]", enhancePlain],
  ["form[data-writing]", enhanceRepeat],
  ["form[data-writing]", enhanceAutosave],
];
function enhance(scope) {
  for (const component of [CharacterCount, PasswordInput]) {
    createAll(component, undefined, scope);
  }
  for (const [selector, improve] of enhancements) {
    for (const element of scope.querySelectorAll(selector)) {
      try {
        improve(element);
      } catch (error) {
        console.error(error); // one broken part must not stop the others
      }
    }
  }
}
enhance(document);
document.addEventListener("desk:renewed", (event) => enhance(event.target)); // a form was changed by a script
