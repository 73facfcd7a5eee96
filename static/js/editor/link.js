// Asks for the address of a link.

import { safeHref } from "./schema.js";

let dialog;

function build() {
  const element = document.createElement("dialog");
  element.className = "witan-dialog";
  element.setAttribute("aria-labelledby", "witan-link-title");
  element.innerHTML = `
<form method="dialog" novalidate>
<h2 class="govuk-heading-m" id="witan-link-title">Link</h2>
<div class="govuk-form-group">
<label class="govuk-label" for="witan-link-href">Address of the page, or an e-mail address</label>
<p class="govuk-error-message" id="witan-link-error" hidden>Enter an address that begins with https://</p>
<input class="govuk-input" id="witan-link-href" type="text" inputmode="url" autocomplete="off" spellcheck="false">
</div>
<div class="govuk-button-group">
<button class="govuk-button" type="submit">Save link</button>
<button class="govuk-button govuk-button--secondary" type="button" data-answer="remove">Remove link</button>
<button class="govuk-button govuk-button--secondary" type="button" data-answer="cancel">Cancel</button>
</div>
</form>`;
  document.body.append(element);
  return element;
}

function showError(element, input, wrong) {
  element.querySelector("#witan-link-error").hidden = !wrong;
  element.querySelector(".govuk-form-group").classList.toggle("govuk-form-group--error", wrong);
  input.classList.toggle("govuk-input--error", wrong);
  if (wrong) input.setAttribute("aria-describedby", "witan-link-error");
  else input.removeAttribute("aria-describedby");
}

/** Resolves to the address, "" to take the link away, or null to leave things as they are. */
export function askForLink(current) {
  dialog = dialog || build();
  const element = dialog;
  const input = element.querySelector("input");
  input.value = current || "";
  showError(element, input, false);
  element.querySelector('[data-answer="remove"]').hidden = !current;
  return new Promise((resolve) => {
    let answer = null;
    element.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      answer = safeHref(input.value);
      showError(element, input, !answer);
      if (answer) element.close();
      else input.focus();
    };
    element.onclick = (event) => {
      const pressed = event.target.dataset.answer;
      if (pressed === "remove") answer = "";
      if (pressed) element.close();
    };
    element.onclose = () => resolve(answer);
    element.showModal();
    input.focus();
  });
}
