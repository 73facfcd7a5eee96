// Asks in a dialog before a button with data-confirm sends its form.

let dialog;

function build() {
  const element = document.createElement("dialog");
  element.className = "witan-dialog";
  element.setAttribute("aria-labelledby", "witan-dialog-question");
  const question = document.createElement("h2");
  question.className = "govuk-heading-m";
  question.id = "witan-dialog-question";
  const group = document.createElement("div");
  group.className = "govuk-button-group";
  const yes = document.createElement("button");
  yes.type = "button";
  yes.className = "govuk-button";
  const no = document.createElement("button");
  no.type = "button";
  no.className = "govuk-button govuk-button--secondary";
  no.textContent = "Go back";
  group.append(yes, no);
  element.append(question, group);
  document.body.append(element);
  return { element, question, yes, no };
}

/** What a button says, without the key that also presses it. */
function words(button) {
  const copy = button.cloneNode(true);
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return copy.textContent.trim();
}

/** Resolves to whether the person said yes. Escape means no. */
export function ask(question, yesText, warning = false) {
  dialog = dialog || build();
  const { element, yes, no } = dialog;
  dialog.question.textContent = question;
  yes.textContent = yesText;
  yes.classList.toggle("govuk-button--warning", warning);
  element.classList.toggle("witan-dialog--warning", warning);
  element.returnValue = "";
  return new Promise((resolve) => {
    yes.onclick = () => element.close("yes");
    no.onclick = () => element.close("no");
    element.onclose = () => resolve(element.returnValue === "yes");
    element.showModal();
    no.focus();
  });
}

export function installConfirm() {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-confirm]") : null;
    if (!button || button.dataset.confirmed || !button.form || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const agreed = await ask(button.dataset.confirm, words(button), button.classList.contains("govuk-button--warning"));
    if (!agreed) {
      button.focus();
      return;
    }
    button.dataset.confirmed = "yes";
    const form = button.form;
    // A live update may have replaced the form while the question stood: what was asked about is what is sent.
    if (!form.isConnected) {
      form.dataset.adopted = "yes";
      form.hidden = true;
      document.body.append(form);
    }
    form.requestSubmit(button);
    window.setTimeout(() => delete button.dataset.confirmed, 0);
  }, true);
}
