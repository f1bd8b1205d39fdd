// Enhancements only: every page works, and every form sends, without this file.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";

import { enhanceCompare } from "./compare.js";
import { enhanceCopyLink } from "./copy-link.js";
import { openFiltersOnWideScreens } from "./filters.js";
import { enhancePrint } from "./print.js";
import { enhanceSearch } from "./suggest.js";

for (const component of [Button, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}

const enhancements = [
  ["input[data-suggest]", enhanceSearch],
  ["details[data-filters]", openFiltersOnWideScreens],
  ["form[data-compare]", enhanceCompare],
  ["[data-copy-link]", enhanceCopyLink],
  ["[data-print]", enhancePrint],
];
for (const [selector, enhance] of enhancements) {
  for (const element of document.querySelectorAll(selector)) {
    try {
      enhance(element);
    } catch (error) {
      console.error(error); // one broken part must not stop the others
    }
  }
}
