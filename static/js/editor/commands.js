// What the toolbar and the keyboard do, and which of it is in force at the cursor.

import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable, liftListItem, redo, redoDepth,
  setBlockType, sinkListItem, TextSelection, toggleHeaderRow, toggleMark, undo, undoDepth, wrapInList,
} from "../../vendor/prosemirror.min.js";
import { openPhrases, phrasesOffered } from "./phrases.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

function ancestors(state) {
  const { $from } = state.selection;
  return Array.from({ length: $from.depth + 1 }, (_, index) => $from.node($from.depth - index));
}

function listAt(state) {
  return ancestors(state).find((node) => node.type === nodes.bullet_list || node.type === nodes.ordered_list) || null;
}

export function markActive(state, type) {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, type);
}

function headingActive(level) {
  return (state) => {
    const node = state.selection.$from.parent;
    return node.type === nodes.heading && node.attrs.level === level;
  };
}

function toggleHeading(level) {
  const on = headingActive(level);
  return (state, dispatch) => (on(state) ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level }))(state, dispatch);
}

/** A list of the other kind changes its kind; of the same kind is taken apart; anything else becomes a list. */
function toggleList(type) {
  return (state, dispatch) => {
    const list = listAt(state);
    if (!list) return wrapInList(type)(state, dispatch);
    if (list.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    if (!dispatch) return true;
    const { $from } = state.selection;
    const depth = Array.from({ length: $from.depth + 1 }, (_, d) => d).reverse().find((d) => $from.node(d) === list);
    dispatch(state.tr.setNodeMarkup($from.before(depth), type));
    return true;
  };
}

function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  const row = (type) => nodes.table_row.create(null, [1, 2, 3].map(() => type.createAndFill()));
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  if (!dispatch) return true;
  const tr = state.tr.replaceSelectionWith(table);
  const start = tr.mapping.map(state.selection.from, -1);
  dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(Math.max(0, start - 1) + 3), 1)).scrollIntoView());
  return true;
}

/** Paragraphs and headings that the selection touches are in Welsh, or no longer. */
function toggleWelsh(state, dispatch) {
  const on = !welshActive(state);
  const { from, to } = state.selection;
  const tr = state.tr;
  state.doc.nodesBetween(from, to, (node, pos) => {
    if (node.type === nodes.paragraph || node.type === nodes.heading) tr.setNodeMarkup(pos, null, { ...node.attrs, lang: on ? "cy" : null });
  });
  if (dispatch) dispatch(tr);
  return true;
}

const welshActive = (state) => state.selection.$from.parent.attrs.lang === "cy";
const inWelshToo = () => document.querySelector("[data-welsh]") !== null;

const listActive = (type) => (state) => listAt(state)?.type === type;

/** Each: name for the page, words on the button, keys, the command, whether it is on, and when it is shown at all. */
export const ACTIONS = [
  { id: "heading", words: "Heading", keys: "Mod-Alt-3", run: toggleHeading(3), active: headingActive(3) },
  { id: "subheading", words: "Subheading", keys: "Mod-Alt-4", run: toggleHeading(4), active: headingActive(4) },
  { id: "bold", words: "Bold", keys: "Mod-b", run: toggleMark(marks.strong), active: (state) => markActive(state, marks.strong) },
  { id: "italic", words: "Italic", keys: "Mod-i", run: toggleMark(marks.em), active: (state) => markActive(state, marks.em) },
  { id: "bullets", words: "Bullets", keys: "Mod-Shift-8", run: toggleList(nodes.bullet_list), active: listActive(nodes.bullet_list) },
  { id: "numbers", words: "Numbers", keys: "Mod-Shift-7", run: toggleList(nodes.ordered_list), active: listActive(nodes.ordered_list) },
  { id: "indent", words: "Indent", keys: "Mod-]", run: sinkListItem(nodes.list_item), shown: listAt },
  { id: "outdent", words: "Outdent", keys: "Mod-[", run: liftListItem(nodes.list_item), shown: listAt },
  { id: "link", words: "Link", keys: "Mod-k", active: (state) => markActive(state, marks.link) },
  { id: "table", words: "Table", run: insertTable, shown: (state) => !isInTable(state) },
  { id: "row", words: "Add row", run: addRowAfter, shown: isInTable },
  { id: "column", words: "Add column", run: addColumnAfter, shown: isInTable },
  { id: "header-row", words: "Header row", run: toggleHeaderRow, shown: isInTable },
  { id: "delete-row", words: "Delete row", run: deleteRow, shown: isInTable },
  { id: "delete-column", words: "Delete column", run: deleteColumn, shown: isInTable },
  { id: "delete-table", words: "Delete table", run: deleteTable, shown: isInTable },
  { id: "phrase", words: "Phrase", keys: "Mod-/", run: openPhrases, shown: phrasesOffered },
  { id: "welsh", words: "In Welsh", run: toggleWelsh, active: welshActive, shown: inWelshToo },
  { id: "undo", words: "Undo", keys: "Mod-z", run: undo, ready: (state) => undoDepth(state) > 0 },
  { id: "redo", words: "Redo", keys: "Mod-y", run: redo, ready: (state) => redoDepth(state) > 0 },
];
