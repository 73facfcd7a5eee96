// Set phrases: "/" or a button opens a menu, the record fills in what stands in braces, the rest is marked to be typed over.

import { Plugin, TextSelection } from "../../vendor/prosemirror.min.js";
import { announce } from "../announce.js";
import { getJson } from "../http.js";
import { parseHtml } from "./schema.js";

const TRIGGER = /(^|\s)\/([\p{L}\p{N} ]{0,30})$/u;
const MOST = 6;

let source = "";
let loading = null;
let menu = null;

/** The address that gives the phrases of this page. */
export function offerPhrases(url) {
  source = url;
}

export const phrasesOffered = () => source !== "";

function load() {
  loading = loading || getJson(source).catch(() => { loading = null; return { phrases: [], fields: {}, items: {} }; });
  return loading;
}

function escaped(text) {
  const holder = document.createElement("p");
  holder.textContent = text;
  return holder.innerHTML;
}

/** A line is a paragraph; lines that begin with "- " are the points of a list, with "# " a heading. */
function asHtml(text, lang) {
  const mark = lang ? ` lang="${lang}"` : "";
  let html = "";
  let points = "";
  const close = () => { if (points) html += `<ul>${points}</ul>`; points = ""; };
  for (const line of text.split("\n")) {
    const point = /^\s*[-•]\s?(.*)$/.exec(line);
    if (point) points += `<li>${escaped(point[1])}</li>`;
    else {
      close();
      const heading = /^#\s+(.*)$/.exec(line);
      html += heading ? `<h3${mark}>${escaped(heading[1])}</h3>` : `<p${mark}>${escaped(line)}</p>`;
    }
  }
  close();
  return html;
}

export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] || `[${name}]`);
}

function valuesFor(view, offered) {
  const id = view.dom.closest(".witan-minute")?.id.replace(/^item-/, "") || "";
  return { ...offered.fields, ...(offered.items[id.replace(/-cy$/, "")] || {}) };
}

function insert(view, phrase, from, to, offered) {
  const lang = phrase.language === "cy" && view.dom.lang !== "cy" ? "cy" : "";
  const doc = parseHtml(asHtml(filled(phrase.text, valuesFor(view, offered)), lang));
  const alone = doc.childCount === 1 && doc.firstChild.isTextblock && !lang;
  const slice = alone ? doc.slice(1, doc.content.size - 1) : doc.slice(0, doc.content.size);
  const tr = view.state.tr.delete(from, to);
  const start = tr.mapping.map(from);
  tr.replaceRange(start, start, slice);
  const end = tr.mapping.map(to, 1);
  const gap = firstGap(tr.doc, Math.max(0, start - 2), Math.min(tr.doc.content.size, end + 2));
  tr.setSelection(gap ? TextSelection.create(tr.doc, gap.from, gap.to) : TextSelection.near(tr.doc.resolve(end), -1));
  view.dispatch(tr.scrollIntoView());
  view.focus();
  announce(gap ? `${phrase.name} put in. Type over ${gap.words}.` : `${phrase.name} put in.`);
}

function firstGap(doc, from, to) {
  let found = null;
  doc.nodesBetween(from, to, (node, pos) => {
    const match = !found && node.isText && /\[\w+\]/.exec(node.text);
    if (match) found = { from: pos + match.index, to: pos + match.index + match[0].length, words: match[0] };
  });
  return found;
}

function close() {
  if (!menu) return;
  menu.view.dom.removeAttribute("aria-activedescendant");
  menu.view.dom.removeAttribute("aria-controls");
  menu.box.remove();
  menu = null;
}

function matching(offered, words) {
  const wanted = words.trim().toLowerCase();
  const hits = offered.phrases.filter((p) => p.name.toLowerCase().includes(wanted) || p.text.toLowerCase().includes(wanted));
  const starts = (p) => (p.name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return hits.sort((a, b) => starts(a) - starts(b)).slice(0, MOST);
}

function option(phrase, index, values) {
  const line = document.createElement("div");
  line.className = "witan-phrases__option";
  line.id = `witan-phrase-${index}`;
  line.setAttribute("role", "option");
  const name = document.createElement("strong");
  name.textContent = phrase.name;
  const text = document.createElement("span");
  text.textContent = filled(phrase.text, values);
  line.append(name, " ", text);
  return line;
}

function place(box, view, pos) {
  const at = view.coordsAtPos(pos);
  const width = Math.min(460, document.documentElement.clientWidth - 16);
  box.style.width = `${width}px`;
  box.style.left = `${window.scrollX + Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8))}px`;
  const below = window.innerHeight - at.bottom > box.offsetHeight + 130;
  box.style.top = `${window.scrollY + (below ? at.bottom + 4 : Math.max(8, at.top - box.offsetHeight - 4))}px`;
}

function choose(index) {
  menu.index = (index + menu.options.length) % menu.options.length;
  menu.options.forEach((line, n) => line.setAttribute("aria-selected", String(n === menu.index)));
  menu.options[menu.index].scrollIntoView({ block: "nearest" });
  menu.view.dom.setAttribute("aria-activedescendant", menu.options[menu.index].id);
}

function take(index) {
  const { view, from, to, phrases, offered } = menu;
  close();
  insert(view, phrases[index], from, to, offered);
}

async function show(view, from, to, words) {
  const offered = await load();
  if (view.isDestroyed) return;
  const phrases = matching(offered, words);
  close();
  if (phrases.length === 0) return;
  const box = document.createElement("div");
  box.className = "witan-phrases";
  box.id = "witan-phrases";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Phrases");
  const values = valuesFor(view, offered);
  const options = phrases.map((phrase, n) => option(phrase, n, values));
  options.forEach((line, n) => {
    line.addEventListener("mousedown", (event) => event.preventDefault());
    line.addEventListener("click", () => take(n));
  });
  box.append(...options);
  (document.querySelector("main") || document.body).append(box);
  menu = { view, box, from, to, phrases, options, offered, index: 0 };
  view.dom.setAttribute("aria-controls", box.id);
  place(box, view, from);
  choose(0);
  announce(`${phrases.length} phrases. Choose with the arrow keys and Enter.`);
}

function wordsAt(state) {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock) return null;
  const match = TRIGGER.exec($from.parent.textBetween(0, $from.parentOffset, undefined, " "));
  return match ? { from: $from.pos - match[2].length - 1, to: $from.pos, words: match[2] } : null;
}

const KEYS = {
  ArrowDown: () => choose(menu.index + 1),
  ArrowUp: () => choose(menu.index - 1),
  Enter: () => take(menu.index),
  Tab: () => take(menu.index),
  Escape: () => close(),
};

/** For the editor: opens the menu while "/" and some words stand before the cursor. */
export function phrasePlugin() {
  let dismissed = -1;
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        const act = menu?.view === view && KEYS[event.key];
        if (!act) return false;
        if (event.key === "Escape") dismissed = menu.from;
        act();
        return true;
      },
      handleDOMEvents: { blur: () => { close(); return false; } },
    },
    view: () => ({
      update(view, before) {
        if (!phrasesOffered() || before.doc.eq(view.state.doc)) {
          if (menu?.view === view && !before.selection.eq(view.state.selection)) close();
          return;
        }
        const found = view.hasFocus() && wordsAt(view.state);
        if (!found) dismissed = -1;
        if (found && found.from !== dismissed) show(view, found.from, found.to, found.words);
        else if (menu?.view === view) close();
      },
      destroy: close,
    }),
  });
}

/** For the button: the same menu at the cursor, with everything in it. */
export function openPhrases(state, dispatch, view) {
  if (!phrasesOffered()) return false;
  if (dispatch && view) {
    view.focus();
    show(view, state.selection.from, state.selection.to, "");
  }
  return true;
}
