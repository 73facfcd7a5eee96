// What the minutes editor uses of ProseMirror, bundled into one module for the browser.
export { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark } from "prosemirror-commands";
export { gapCursor } from "prosemirror-gapcursor";
export { history, redo, redoDepth, undo, undoDepth } from "prosemirror-history";
export { inputRules, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
export { keymap } from "prosemirror-keymap";
export { DOMParser, DOMSerializer, Schema } from "prosemirror-model";
export { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
export { EditorState, Plugin, TextSelection } from "prosemirror-state";
export {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, tableEditing,
  tableNodes, toggleHeaderRow,
} from "prosemirror-tables";
export { EditorView } from "prosemirror-view";
