// The page on which minutes are written: grows editors, saves without leaving, never loses what was typed.

import { announce } from "./announce.js";
import { editorOf, installEditors } from "./editor/editor.js";
import { offerPhrases } from "./editor/phrases.js";
import { installTogether, showMerges } from "./editor/together.js";
import { csrfToken, getJson } from "./http.js";
import { forget } from "./typed.js";

const form = document.querySelector("form[data-minutes]");
const bar = form?.querySelector("[data-save]");

/** Text fields in places that are closed grow their editor when they are opened. */
function growIn(root) {
  for (const area of root.querySelectorAll("textarea[data-text]")) area.dataset.editor = "true";
  return installEditors(root);
}

function growEditors() {
  for (const details of form.querySelectorAll("details.witan-minute__add")) {
    details.addEventListener("toggle", async () => {
      if (!details.open) return;
      await growIn(details);
      editorOf(details.querySelector("textarea"))?.focus();
    });
    // What was typed here and not saved is offered only where it can be seen.
    if (details.querySelector(".witan-kept")) details.open = true;
  }
  growAsSeen([...form.querySelectorAll(".witan-minute__text")].filter((place) => !place.querySelector("details.witan-minute__add")));
}

/** Minutes of two hundred items are long: an editor grows shortly before its place comes into sight. */
function growAsSeen(places) {
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      growIn(target);
    }
  }, { rootMargin: "900px 0px" });
  // Until then its field holds HTML, which nobody needs to see fly by.
  form.dataset.growing = "";
  for (const place of places) watcher.observe(place);
}

const areas = () => [...form.querySelectorAll("textarea[data-text]")];
const saved = new Map();
/** What others see in a place, where that is not what it showed when the page came. */
const bases = new Map();
const baseOf = (area) => bases.get(area) ?? area.dataset.base ?? saved.get(area) ?? "";

function flush() {
  for (const area of areas()) editorOf(area)?.flush();
}

const changed = () => areas().filter((area) => area.value !== saved.get(area));

function show(words, { failed = false } = {}) {
  const dirty = changed().length > 0;
  bar.toggleAttribute("data-dirty", dirty);
  bar.toggleAttribute("data-failed", failed);
  bar.querySelector("[data-state]").textContent = words;
}

function noticeChange() {
  if (changed().length > 0) show("Not saved yet.");
}

function body(sent) {
  const data = new FormData();
  data.set("version", form.elements.version.value);
  data.set("note", form.elements.note.value);
  for (const [area, text] of sent) data.set(area.name, text);
  return data;
}

async function send(sent) {
  const headers = { Accept: "application/json", "X-CSRF-Token": csrfToken() };
  const response = await fetch(form.action, { method: "POST", body: body(sent), headers, credentials: "same-origin" });
  const answer = await response.json().catch(() => ({}));
  return { status: response.status, answer };
}

function keepVersion(version) {
  for (const field of document.querySelectorAll('input[name="version"]')) {
    if (field.form === form || field.form.dataset.afterSave !== undefined || field.form.querySelector("[data-after-save]")) field.value = version;
  }
  for (const place of document.querySelectorAll("[data-version]")) place.textContent = version;
}

function forgetKept(sent) {
  // The browser keeps what is typed a moment after it was typed: wait for that, then let go of what is saved.
  window.setTimeout(() => {
    for (const [area, text] of sent) if (area.value === text) forget(area.dataset.keep);
  }, 1000);
}

let sending = null;

/** A correction begins the steps again, and a refusal that was answered must not go on standing: the page is read anew. */
function renewIfStale() {
  const refused = document.querySelector(".govuk-error-summary");
  if (!refused && form.dataset.minutes !== "correction") return;
  // After what forgetKept waits for; not when somebody goes on typing, or when a step that waited for this save is under way.
  window.setTimeout(() => { if (!leaving && changed().length === 0) window.location.assign(form.action); }, 1200);
}

/** Resolves to whether everything is saved. The server's own page shows what it cannot take. */
async function save() {
  flush();
  const sent = new Map(changed().map((area) => [area, area.value]));
  if (sent.size === 0) {
    show("Nothing has changed since the last save.");
    return true;
  }
  show("Saving");
  try {
    const { status, answer } = await send(sent);
    if (status === 409 || status === 422) {
      leaving = true;
      form.submit();
      return false;
    }
    if (status !== 200) throw new Error(answer.error || "The server could not save this. Try again in a moment.");
    for (const [area, text] of sent) {
      saved.set(area, text);
      bases.set(area, text);
    }
    keepVersion(answer.version);
    form.elements.note.value = "";
    forgetKept(sent);
    show(answer.message);
    announce(answer.message);
    const done = changed().length === 0;
    if (done) renewIfStale();
    watchPrint();
    return done;
  } catch (error) {
    const words = error instanceof TypeError ? "Not saved: no answer from the server." : `Not saved: ${error.message}`;
    show(`${words} What you typed is kept in this browser.`, { failed: true });
    announce(words, "assertive");
    return false;
  }
}

function saveOnce() {
  sending = sending || save().finally(() => { sending = null; });
  return sending;
}

let leaving = false;

/** A step or a link that leaves this page first saves what is not saved. */
function saveBefore() {
  document.addEventListener("submit", async (event) => {
    const marked = event.target.dataset.afterSave !== undefined || event.submitter?.dataset.afterSave !== undefined;
    flush();
    if (!marked || event.defaultPrevented || changed().length === 0) return;
    event.preventDefault();
    if (!(await saveOnce())) return;
    leaving = true;
    event.target.submit();
  });
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-after-save]") : null;
    flush();
    if (!link || changed().length === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!(await saveOnce())) return;
    leaving = true;
    window.location.assign(link.href);
  });
}

function installSaving() {
  for (const area of areas()) saved.set(area, area.dataset.unsaved === undefined ? area.value : null);
  form.addEventListener("input", noticeChange);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saveOnce();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      saveOnce();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    flush();
    if (!leaving && changed().length > 0) event.preventDefault();
  });
  saveBefore();
  noticeChange();
}

/** The page as those see it who look after what several people do in it. */
const together = () => ({
  form,
  areas,
  isChanged: (area) => area.value !== saved.get(area) && area.value !== baseOf(area),
  base: baseOf,
  accept: (area, html) => { saved.set(area, html); bases.set(area, html); },
  setVersion: keepVersion,
  kept: (words) => show(`${words} Not saved as a version yet. Kept for you at ${new Date().toLocaleTimeString("en-GB", { timeStyle: "short" })}.`.trim()),
  lost: (words) => { show(words, { failed: true }); announce(words, "assertive"); },
});

let watching = 0;

/** Asks for the print of the newest version until it is there. */
function watchPrint() {
  const place = document.querySelector("[data-print]");
  if (!place) return;
  window.clearTimeout(watching);
  let tries = 0;
  const ask = async () => {
    tries += 1;
    const answer = await getJson(place.dataset.print).catch(() => null);
    if (answer?.state === "ready") {
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = answer.href;
      link.textContent = `PDF of version ${answer.version}`;
      place.replaceChildren(link);
    } else if (answer?.state === "failed") {
      place.textContent = "The PDF could not be made. See the versions below.";
    } else if (tries < 30) {
      place.textContent = "PDF on its way";
      watching = window.setTimeout(ask, Math.min(1000 * tries, 6000));
    }
  };
  ask();
}

if (form && bar) {
  offerPhrases(form.dataset.phrases);
  installSaving();
  growEditors();
  showMerges(form);
  const { soon } = installTogether(together());
  // A pause in typing is when the names in it are looked at and the text is kept.
  let pause = 0;
  form.addEventListener("input", () => { window.clearTimeout(pause); pause = window.setTimeout(soon, 2500); });
}
if (document.querySelector("[data-print] .witan-print-waiting")) watchPrint();
