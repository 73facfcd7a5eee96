// Puts a new version of a part into the page in place: focus, scroll, open details and what is being typed stay.

import { announce } from "./announce.js";

const TYPING = 'textarea, select, [contenteditable=""], [contenteditable="true"], '
  + 'input:not([type="button"]):not([type="submit"]):not([type="checkbox"]):not([type="radio"]):not([type="hidden"])';
// What the page or the person has done to an element, which the server knows nothing of.
const OWN = { DETAILS: ["open"], DIALOG: ["open"], FORM: ["data-dirty", "data-busy", "aria-busy"] };

/** Bring `element` to what `html` says. True if something was held back because somebody is typing there. */
export function renderInto(element, html) {
  const template = document.createElement("template");
  template.innerHTML = html || "";
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused && rangeOf(focused);
  const work = { held: false };
  const said = wordsToSay(element);
  morphChildren(element, template.content, work);
  speak(element, said);
  if (focused) giveBackFocus(element, focused, selection);
  return work.held;
}

function morphChildren(parent, wanted, work) {
  const children = [...wanted.childNodes];
  const keys = new Set(children.map(keyOf).filter(Boolean));
  let cursor = parent.firstChild;
  for (const child of children) {
    cursor = skipStale(cursor, keyOf(child), keys, work);
    const match = findMatch(cursor, child);
    if (!match) {
      parent.insertBefore(document.importNode(child, true), cursor);
      continue;
    }
    if (match !== cursor) parent.insertBefore(match, cursor);
    morph(match, child, work);
    cursor = match.nextSibling;
  }
  while (cursor) cursor = removeUnlessTyped(cursor, work);
}

/** Nodes with a key that is not wanted any more go first, so that those after them need not be moved. */
function skipStale(cursor, key, keys, work) {
  let node = cursor;
  while (node && key && keyOf(node) && keyOf(node) !== key && !keys.has(keyOf(node))) node = removeUnlessTyped(node, work);
  return node;
}

function removeUnlessTyped(node, work) {
  const next = node.nextSibling;
  if (node.nodeType === Node.ELEMENT_NODE && (node.matches("form[data-dirty]") || node.querySelector("form[data-dirty]"))) {
    // Words that somebody has typed are not thrown away; sending them is answered with the reason why it is too late.
    work.held = true;
  } else {
    node.remove();
  }
  return next;
}

function findMatch(cursor, child) {
  const key = keyOf(child);
  if (!key) return cursor && alike(cursor, child) && !keyOf(cursor) ? cursor : null;
  for (let node = cursor; node; node = node.nextSibling) {
    if (alike(node, child) && keyOf(node) === key) return node;
  }
  return null;
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName;
}

function keyOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  return node.id || node.dataset.key || (node.nodeName === "FORM" ? `form ${node.getAttribute("action")}` : null);
}

function morph(old, wanted, work) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    return;
  }
  if (isHeld(old)) {
    work.held = true;
    return;
  }
  morphAttributes(old, wanted);
  // A textarea's text is its value; its child would only say where it began.
  if (old.nodeName === "TEXTAREA") old.defaultValue = wanted.defaultValue;
  else morphChildren(old, wanted, work);
  takeValue(old, wanted);
}

/** A form that somebody has changed, or is about to: nothing may move under their hands. */
function isHeld(element) {
  if (element.dataset.dirty || element.hasAttribute("data-live-keep")) return true;
  const active = document.activeElement;
  if (!active || !active.matches(TYPING)) return false;
  return active === element || (element.nodeName === "FORM" && element.contains(active));
}

function morphAttributes(old, wanted) {
  const own = OWN[old.nodeName] || [];
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name) && !own.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (!own.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function takeValue(old, wanted) {
  if (old.nodeName === "INPUT") {
    if (old.checked !== wanted.defaultChecked) old.checked = wanted.defaultChecked;
    if (old.type !== "file" && old.value !== wanted.defaultValue) old.value = wanted.defaultValue;
  } else if (old.nodeName === "TEXTAREA") {
    if (old.value !== wanted.defaultValue) old.value = wanted.defaultValue;
  } else if (old.nodeName === "SELECT" && old.value !== wanted.value) {
    old.value = wanted.value;
  }
}

function rangeOf(element) {
  try {
    return [element.selectionStart, element.selectionEnd];
  } catch {
    return null;
  }
}

function giveBackFocus(part, element, selection) {
  if (document.activeElement === element) return;
  if (element.isConnected && !element.disabled) {
    element.focus({ preventScroll: true });
    if (selection && typeof selection[0] === "number" && element.setSelectionRange) element.setSelectionRange(...selection);
    return;
  }
  // What had the focus is gone: its part takes it, rather than the top of the page.
  if (!part.hasAttribute("tabindex")) part.setAttribute("tabindex", "-1");
  part.focus({ preventScroll: true });
}

function wordsToSay(element) {
  return new Set([...element.querySelectorAll("[data-say]")].map((e) => e.textContent.trim()));
}

/** Sentences marked with data-say="polite" or "assertive" are spoken when they are new. */
function speak(element, before) {
  for (const sentence of element.querySelectorAll("[data-say]")) {
    const words = sentence.textContent.trim();
    if (words && !before.has(words)) announce(words, sentence.dataset.say);
  }
}
