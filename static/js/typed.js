// Looks after what people type: warns before it is lost, keeps long texts in the browser, refuses files that are too large.

import { announce } from "./announce.js";

const KEPT = "witan-kept:";
const KEEP_DAYS = 14;

/** Forms with data-guard: warn before the page is left with changes that were not sent. */
export function installGuards() {
  const changed = new Set();
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) changed.delete(form); });
  }
  window.addEventListener("beforeunload", (event) => {
    if (changed.size > 0) event.preventDefault();
  });
}

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(KEPT + key) || "null");
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(KEPT + key, JSON.stringify(value));
  } catch {
    // A full or blocked store must not stop anybody from typing.
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(KEPT + key);
  } catch {
    // As above.
  }
}

function forgetAll() {
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(KEPT))) localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

function note(textarea, kept, put) {
  const element = document.createElement("p");
  element.className = "govuk-hint witan-kept";
  element.append(`You have text here from ${new Date(kept.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" })} that was not saved. `);
  const actions = [["Use that text", () => put(kept.text)], ["Discard it", () => forget(textarea.dataset.keep)]];
  for (const [words, action] of actions) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "witan-link-button";
    button.textContent = words;
    button.addEventListener("click", () => { action(); element.remove(); announce("Done"); textarea.focus(); });
    element.append(button, " ");
  }
  textarea.before(element);
}

// What was kept is of no more use once the server shows a text that is neither what people began with nor what is kept.
function worthOffering(kept, now) {
  const old = Date.now() - kept.at > KEEP_DAYS * 86400000;
  return !old && kept.text !== now && !(kept.sent && kept.base !== now);
}

/** Textareas with data-keep: what was typed survives a lost connection, a crash or a closed tab. */
export function installKeep() {
  for (const textarea of document.querySelectorAll("textarea[data-keep]")) keepTextarea(textarea);
  // On a shared computer the next person must not find it.
  for (const form of document.querySelectorAll('form[action="/sign-out"]')) form.addEventListener("submit", forgetAll);
}

function keepTextarea(textarea) {
  const { keep } = textarea.dataset;
  const base = textarea.value;
  const kept = stored(keep);
  if (kept && worthOffering(kept, base)) {
    note(textarea, kept, (text) => {
      textarea.value = text;
      textarea.dispatchEvent(new CustomEvent("witan:replaced", { bubbles: true }));
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    });
  } else if (kept) {
    forget(keep);
  }
  let timer = 0;
  let touched = false;
  const save = (sent) => store(keep, { text: textarea.value, base, sent, at: Date.now() });
  textarea.addEventListener("input", () => {
    touched = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 800, false);
  });
  textarea.form?.addEventListener("submit", () => {
    window.clearTimeout(timer);
    if (touched) save(true);
  });
}

function words(bytes) {
  return bytes >= 1048576 ? `${Math.round(bytes / 104857.6) / 10} MB` : `${Math.ceil(bytes / 1024)} KB`;
}

/** File inputs with data-max-bytes: say at once that a file is too large, before it travels. */
export function installFileLimits() {
  for (const input of document.querySelectorAll("input[type=file][data-max-bytes]")) {
    input.addEventListener("change", () => {
      const limit = Number(input.dataset.maxBytes);
      const large = [...input.files].find((file) => file.size > limit);
      showFileError(input, large ? `${large.name} is ${words(large.size)}. Choose a file of ${words(limit)} or less.` : "");
      if (large) input.value = "";
    });
  }
}

function showFileError(input, message) {
  const group = input.closest(".govuk-form-group");
  const id = `${input.id}-error`;
  let error = document.getElementById(id);
  group.classList.toggle("govuk-form-group--error", Boolean(message));
  input.classList.toggle("govuk-file-upload--error", Boolean(message));
  const described = new Set((input.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  if (!message) {
    error?.remove();
    described.delete(id);
  } else {
    if (!error) {
      error = document.createElement("p");
      error.className = "govuk-error-message";
      error.id = id;
      input.before(error);
    }
    error.textContent = message;
    described.add(id);
    announce(message, "assertive");
  }
  input.setAttribute("aria-describedby", [...described].join(" "));
}
