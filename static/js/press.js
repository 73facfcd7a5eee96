// Buttons of the live room: sent with the page's token, answered in place, so that nothing typed is lost on a refusal.

import { csrfToken, pauseBefore } from "./http.js";
import { clockTime, serverNow } from "./live_clock.js";
import { wordsOf } from "./words.js";
import { forget } from "./typed.js";

const PROBLEM = "press-problem";

export function installPresses() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-press]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener("click", tickAll);
  document.addEventListener("keydown", onKey);
}

async function send(form, submitter) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  form.setAttribute("aria-busy", "true");
  for (const place of form.querySelectorAll("[data-kept]")) place.textContent = "";
  const body = new URLSearchParams(new FormData(form));
  if (submitter && submitter.name) body.set(submitter.name, submitter.value);
  try {
    const response = await post(form, body);
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw Object.assign(new Error(answer.error || "That did not work. Try again."), { answer });
    showProblem(null);
    sayDone(answer.message || (submitter && !submitter.dataset.quiet ? `Done: ${wordsOf(submitter)}.` : ""));
    delete form.dataset.dirty;
    if (form.hasAttribute("data-clear")) clear(form);
    for (const place of form.querySelectorAll("[data-kept]")) place.textContent = place.dataset.kept;
    form.dispatchEvent(new CustomEvent("press:done", { bubbles: true, detail: answer }));
  } catch (error) {
    showProblem(error instanceof TypeError
      ? "No answer from the server. What you typed is still here: check the connection and press again."
      : message(error));
  } finally {
    delete form.dataset.busy;
    form.removeAttribute("aria-busy");
    if (form.dataset.adopted) form.remove();
  }
}

const SAYS_WAIT = new Set([429, 503]);
const TRIES = 6;

/** Send; while the server itself says that it cannot save at the moment, nothing was done and it is asked again. */
async function post(form, body) {
  for (let attempt = 0; ; attempt += 1) {
    // A field may be called action, and would stand in the way of the form's own.
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRF-Token": csrfToken() },
      body,
    });
    if (!SAYS_WAIT.has(response.status) || attempt + 1 >= TRIES) return response;
    showProblem("Saving… The server cannot save at the moment. It is asked again; you need not press again.");
    await new Promise((resolve) => { setTimeout(resolve, pauseBefore(attempt + 2)); });
  }
}

function message(error) {
  const fields = (error.answer && error.answer.fields) || {};
  const more = Object.values(fields).filter((text) => !error.message.toLowerCase().includes(text.toLowerCase()));
  return [error.message, ...more.map((text) => `${text}.`)].join(" ");
}

function clear(form) {
  form.reset();
  for (const hidden of form.querySelectorAll('input[type="hidden"]:not([data-current-item])')) hidden.value = "";
  for (const kept of form.querySelectorAll("[data-keep]")) forget(kept.dataset.keep);
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

const NEAR = 8000;
let near = 0;

/** Every press that was taken is confirmed in words, with the server's time, and for a while where the presser looks. */
function sayDone(text) {
  const place = document.getElementById("press-done");
  if (!place) return;
  place.textContent = text ? `${text} ${clockTime(serverNow())}` : "";
  clearTimeout(near);
  place.classList.remove("witan-done--near");
  if (!text || place.getBoundingClientRect().bottom > 0) return;
  place.classList.add("witan-done--near");
  near = setTimeout(() => place.classList.remove("witan-done--near"), NEAR);
}

/** Says above everything what went wrong; null takes it away. */
export function showProblem(text) {
  const box = document.getElementById(PROBLEM);
  if (!box) return;
  box.hidden = text === null;
  box.textContent = text || "";
  if (text) box.scrollIntoView({ block: "nearest" });
}

function tickAll(event) {
  const button = event.target.closest("[data-tick-all]");
  if (!button) return;
  const boxes = button.closest("form").querySelectorAll('input[type="checkbox"]:not([data-apology])');
  const all = [...boxes].every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
}

/** One letter presses the button that shows it, unless somebody is typing. */
function onKey(event) {
  if (event.key === "Enter" && event.ctrlKey && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  // Somebody has switched single letters off; or a question stands open.
  if (document.body.hasAttribute("data-keys-off") || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const key = CSS.escape(event.key.toLowerCase());
  const opener = document.querySelector(`[data-key-open="${key}"]`);
  const button = [...document.querySelectorAll(`button[data-key="${key}"]`)].find((found) => found.checkVisibility());
  if (opener) {
    event.preventDefault();
    opener.parentElement.open = true;
    (opener.parentElement.querySelector("textarea, select, input:not([type='hidden'])") || opener).focus();
  } else if (button) {
    event.preventDefault();
    button.click();
  }
}
