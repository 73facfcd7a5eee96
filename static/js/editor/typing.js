// What stands in a place for text, in its field and in the editor that may have grown from it.

import { editorOf } from "./editor.js";

/** As if it had been typed: the field, the editor and whoever listens have it. */
export function putHtml(area, html) {
  area.value = html;
  editorOf(area)?.setHtml(html);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function flushAll(areas) {
  for (const area of areas) editorOf(area)?.flush();
}

/** Whether somebody writes in this place now. */
export function isWriting(area) {
  const editor = editorOf(area);
  return editor ? editor.view.hasFocus() : document.activeElement === area;
}
