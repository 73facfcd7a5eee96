// Grows the minutes editor out of a textarea. The textarea stays the field of the form and always holds the HTML.

import {
  baseKeymap, chainCommands, EditorState, EditorView, exitCode, gapCursor, goToNextCell, history, inputRules, keymap,
  Plugin, redo, setBlockType, splitListItem, tableEditing, undoInputRule, wrappingInputRule,
} from "../../vendor/prosemirror.min.js";
import { ACTIONS } from "./commands.js";
import { askForLink } from "./link.js";
import { cleanPasted } from "./paste.js";
import { phrasePlugin, phrasesOffered } from "./phrases.js";
import { parseHtml, schema, toHtml } from "./schema.js";
import { makeToolbar } from "./toolbar.js";

const { nodes, marks } = schema;
const editors = new WeakMap();

/** The editor of a textarea: html(), setHtml(text), flush(), focus(). Undefined where none has grown. */
export function editorOf(textarea) {
  return editors.get(textarea);
}

const SHEETS = ["../../vendor/prosemirror.css", "../../css/editor.css"].map((path) => new URL(path, import.meta.url).href);

/** The style sheets come only with the pages that edit. */
function addSheets() {
  return Promise.all(SHEETS.filter((href) => !document.querySelector(`link[href="${href}"]`)).map((href) => new Promise((done) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = href;
    sheet.onload = done;
    sheet.onerror = done;
    document.head.append(sheet);
  })));
}

export async function installEditors(root = document) {
  await addSheets();
  for (const textarea of root.querySelectorAll("textarea[data-editor]")) {
    if (!editors.has(textarea)) editors.set(textarea, grow(textarea));
  }
}

function hardBreak(state, dispatch) {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

function keys(openLink, toToolbar) {
  const bound = Object.fromEntries(ACTIONS.filter((action) => action.keys && action.run).map((action) => [action.keys, action.run]));
  return {
    ...bound,
    "Mod-k": openLink,
    "Mod-Shift-z": redo,
    "Mod-Alt-0": setBlockType(nodes.paragraph),
    "Alt-F10": toToolbar,
    "Shift-Enter": chainCommands(exitCode, hardBreak),
    Enter: splitListItem(nodes.list_item),
    Backspace: undoInputRule,
    Tab: goToNextCell(1),
    "Shift-Tab": goToNextCell(-1),
  };
}

/** There is always a line to write on below a table or list that ends the text. */
function withLastLine(doc) {
  return doc.lastChild.type === nodes.paragraph ? null : nodes.paragraph.create();
}

const lastLine = new Plugin({
  appendTransaction(transactions, _, state) {
    const line = transactions.some((tr) => tr.docChanged) && withLastLine(state.doc);
    return line ? state.tr.insert(state.doc.content.size, line) : null;
  },
});

const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*([-•*])\s$/, nodes.bullet_list),
    wrappingInputRule(/^([0-9]{1,3})[.)]\s$/, nodes.ordered_list, (match) => ({ start: Number(match[1]) }),
      (match, node) => node.childCount + node.attrs.start === Number(match[1])),
  ],
});

function makeState(html, bound) {
  const doc = parseHtml(html);
  const line = withLastLine(doc);
  return EditorState.create({
    doc: line ? doc.copy(doc.content.addToEnd(line)) : doc,
    plugins: [phrasePlugin(), rules, keymap(bound), keymap(baseKeymap), gapCursor(), tableEditing(), history(), lastLine],
  });
}

function labelOf(textarea) {
  const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  if (label && !label.id) label.id = `${textarea.id}-label`;
  return label;
}

function helpFor(id) {
  const help = document.createElement("p");
  help.className = "govuk-visually-hidden";
  help.id = `${id}-editor-help`;
  help.textContent = `Press Alt and F10 for the formatting buttons.${phrasesOffered() ? " Type a slash for phrases." : ""}`;
  return help;
}

/** The address that error messages and the label point to moves from the textarea to the text that people see. */
function attributesFor(textarea, id, label, help) {
  const described = [textarea.getAttribute("aria-describedby"), help.id].filter(Boolean).join(" ");
  return {
    id,
    class: "witan-editor__text witan-minutes",
    role: "textbox",
    "aria-multiline": "true",
    "aria-describedby": described,
    ...(label ? { "aria-labelledby": label.id } : { "aria-label": textarea.getAttribute("aria-label") || "Text" }),
    ...(textarea.classList.contains("govuk-textarea--error") ? { "aria-invalid": "true" } : {}),
    ...(textarea.lang ? { lang: textarea.lang } : {}),
    spellcheck: "true",
  };
}

function grow(textarea) {
  const id = textarea.id || `editor-${Math.random().toString(36).slice(2)}`;
  const label = labelOf(textarea);
  const help = helpFor(id);
  const frame = document.createElement("div");
  frame.className = "witan-editor";
  const attributes = attributesFor(textarea, id, label, help);
  textarea.id = `${id}-source`;
  textarea.hidden = true;
  let pending = 0;

  const flush = () => {
    if (!pending) return;
    window.clearTimeout(pending);
    pending = 0;
    textarea.value = toHtml(view.state.doc);
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const openLink = () => { editLink(view); return true; };
  const run = (action) => {
    if (action.id === "link") openLink();
    else action.run(view.state, view.dispatch, view);
    if (action.id !== "link") view.focus();
  };
  const toolbar = makeToolbar(id, label ? label.textContent.trim() : "the text", run);
  const toToolbar = () => { toolbar.bar.querySelector('[tabindex="0"]').focus(); return true; };
  const bound = keys(openLink, toToolbar);
  frame.append(toolbar.bar, help);
  textarea.before(frame);

  const view = new EditorView(frame, {
    state: makeState(textarea.value, bound),
    attributes,
    transformPastedHTML: cleanPasted,
    // The caret stays clear of a bar at the foot of the window, such as the one that saves the minutes.
    scrollThreshold: { top: 60, right: 0, bottom: 150, left: 0 },
    scrollMargin: { top: 60, right: 5, bottom: 150, left: 5 },
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      toolbar.update(view.state);
      if (!tr.docChanged) return;
      window.clearTimeout(pending);
      pending = window.setTimeout(flush, 200);
    },
    handleDOMEvents: { blur: () => { flush(); return false; } },
  });
  toolbar.update(view.state);

  const setHtml = (html) => {
    view.updateState(makeState(html, bound));
    toolbar.update(view.state);
  };
  label?.addEventListener("click", () => view.focus());
  textarea.addEventListener("witan:replaced", () => setHtml(textarea.value));
  textarea.form?.addEventListener("submit", flush, true);
  textarea.form?.addEventListener("reset", () => window.setTimeout(() => setHtml(textarea.value), 0));
  return { view, flush, setHtml, html: () => toHtml(view.state.doc), focus: () => view.focus() };
}

/** The stretch of text around the cursor that carries a link, or the selection. */
function linkRange(state) {
  const { $from, from, to, empty } = state.selection;
  const current = $from.marks().find((mark) => mark.type === marks.link)
    || $from.nodeAfter?.marks.find((mark) => mark.type === marks.link);
  if (!empty || !current) return { from, to, href: current?.attrs.href };
  const start = $from.start();
  let range = null;
  $from.parent.forEach((node, offset) => {
    const here = { from: start + offset, to: start + offset + node.nodeSize };
    if (!current.isInSet(node.marks)) return;
    if (range && range.to === here.from) range.to = here.to;
    else if (!range || range.to < from) range = here;
  });
  return { ...range, href: current.attrs.href };
}

async function editLink(view) {
  const { from, to, href: current } = linkRange(view.state);
  const href = await askForLink(current);
  if (href !== null) {
    const tr = view.state.tr.removeMark(from, to, marks.link);
    if (href && from === to) tr.insertText(href.replace(/^mailto:/, ""), from);
    if (href) tr.addMark(from, tr.mapping.map(to), marks.link.create({ href }));
    view.dispatch(tr.scrollIntoView());
  }
  view.focus();
}
