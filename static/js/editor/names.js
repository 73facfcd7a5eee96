// Words that are nearly somebody's name: pointed out below the text, changed or let pass with one press.

import { csrfToken } from "../http.js";
import { announce } from "../announce.js";
import { putHtml } from "./typing.js";

const right = new Set();

function replaced(html, word, meant) {
  const { body } = new window.DOMParser().parseFromString(html, "text/html");
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const pattern = new RegExp(`(?<![\\p{L}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}])`, "gu");
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(pattern, meant);
  return body.innerHTML;
}

function button(words, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "witan-link-button";
  element.textContent = words;
  element.addEventListener("click", act);
  return element;
}

async function letPass(word, url) {
  right.add(word);
  const headers = { Accept: "application/json", "X-CSRF-Token": csrfToken(), "Content-Type": "application/x-www-form-urlencoded" };
  await fetch(url, { method: "POST", headers, body: new URLSearchParams({ word }), credentials: "same-origin" }).catch(() => null);
}

/** Shows what looks wrong in the text of a place; nothing where nothing does. */
export function showNames(area, found, url) {
  const holder = document.querySelector(`[data-names="${CSS.escape(area.name.replace(/^text\./, ""))}"]`);
  if (!holder) return;
  const open = found.filter(({ word }) => !right.has(word));
  holder.replaceChildren();
  holder.hidden = open.length === 0;
  for (const { word, meant } of open) {
    const line = document.createElement("p");
    line.className = "govuk-body-s";
    line.append(`Is “${word}” right? The council knows ${meant}. `);
    const done = (words) => { line.remove(); holder.hidden = holder.childElementCount === 0; announce(words); area.dispatchEvent(new CustomEvent("witan:focus")); };
    line.append(
      button(`Change it to ${meant}`, () => { putHtml(area, replaced(area.value, word, meant)); done("Changed."); }), " ",
      button(`“${word}” is right`, () => { letPass(word, url); done("Kept for the council's list."); }),
    );
    holder.append(line);
  }
}
