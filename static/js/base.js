// Runs on every page: brings the components to life. Pages work without it.

import { initAll } from "../vendor/govuk-frontend.min.js";
import { installConfirm } from "./confirm.js";
import { installFileLimits, installGuards, installKeep } from "./typed.js";

/** A link of the error summary whose target takes no focus goes to the first field within it. */
function mendErrorLinks() {
  for (const link of document.querySelectorAll('.govuk-error-summary a[href^="#"]')) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const field = target && !target.matches("input, select, textarea, button, a[href], [tabindex]")
      ? target.querySelector("input, select, textarea, button") : null;
    if (field && field.id) link.hash = field.id;
  }
}

mendErrorLinks();
installConfirm();
initAll();
installKeep();
installGuards();
installFileLimits();
if (document.querySelector("[data-sortable]")) {
  import("./sortable.js").then(({ installSortables }) => installSortables());
}
if (document.querySelector("textarea[data-editor]")) {
  import("./editor/editor.js").then(({ installEditors }) => installEditors());
}
