// The few kinds of text that minutes are made of: the same ones that the server keeps when it cleans what was sent.

import { DOMParser, DOMSerializer, Schema, tableNodes } from "../../vendor/prosemirror.min.js";

const SAFE_LINK = /^(https?:\/\/|mailto:|\/(?!\/)|#)/i;

export function safeHref(text) {
  const href = (text || "").trim();
  if (SAFE_LINK.test(href)) return href;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(href)) return `mailto:${href}`;
  if (/^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(href)) return `https://${href}`;
  return null;
}

const withLang = (attrs) => (attrs.lang ? { lang: attrs.lang } : {});
const lang = { lang: { default: null } };
const readLang = (element) => ({ lang: element.getAttribute("lang") });

const heading = {
  attrs: { level: { default: 3 }, ...lang },
  content: "inline*",
  group: "block",
  defining: true,
  parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
    tag: `h${level}`, getAttrs: (element) => ({ level: level <= 3 ? 3 : 4, ...readLang(element) }),
  })),
  toDOM: (node) => [`h${node.attrs.level}`, withLang(node.attrs), 0],
};

const orderedList = {
  attrs: { start: { default: 1 } },
  content: "list_item+",
  group: "block",
  parseDOM: [{ tag: "ol", getAttrs: (element) => ({ start: Number(element.getAttribute("start")) || 1 }) }],
  toDOM: (node) => ["ol", node.attrs.start === 1 ? {} : { start: node.attrs.start }, 0],
};

const link = {
  attrs: { href: {} },
  inclusive: false,
  parseDOM: [{
    tag: "a[href]",
    getAttrs: (element) => {
      const href = safeHref(element.getAttribute("href"));
      return href ? { href } : false;
    },
  }],
  toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
};

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      attrs: lang,
      content: "inline*",
      group: "block",
      parseDOM: [{ tag: "p", getAttrs: readLang }],
      toDOM: (node) => ["p", withLang(node.attrs), 0],
    },
    heading,
    bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: orderedList,
    list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    ...tableNodes({ tableGroup: "block", cellContent: "block+", cellAttributes: {} }),
    text: { group: "inline" },
    hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  },
  marks: {
    link,
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    language: {
      attrs: { lang: {} },
      parseDOM: [{ tag: "span[lang]", getAttrs: readLang }],
      toDOM: (mark) => ["span", { lang: mark.attrs.lang }, 0],
    },
  },
});

/** A table's caption has no place in the grid, so its words become a line before it. */
function captionsToLines(root) {
  for (const caption of root.querySelectorAll("caption")) {
    const line = root.ownerDocument.createElement("p");
    const strong = root.ownerDocument.createElement("strong");
    strong.append(...caption.childNodes);
    line.append(strong);
    caption.closest("table").before(line);
    caption.remove();
  }
}

/** Text without any tag was typed by hand: an empty line parts paragraphs, a line break stays one. */
function fromTyped(text) {
  const holder = document.implementation.createHTMLDocument("").body;
  for (const part of text.replace(/\r\n?/g, "\n").split(/\n[ \t]*\n/).filter((piece) => piece.trim())) {
    const line = holder.ownerDocument.createElement("p");
    part.trim().split("\n").forEach((piece, index) => line.append(...(index ? [holder.ownerDocument.createElement("br")] : []), piece));
    holder.append(line);
  }
  return holder;
}

export function parseHtml(html) {
  const typed = !/<[a-z/!]/i.test(html);
  const root = typed ? fromTyped(html) : new window.DOMParser().parseFromString(html, "text/html").body;
  captionsToLines(root);
  return DOMParser.fromSchema(schema).parse(root);
}

const serializer = DOMSerializer.fromSchema(schema);

/** The document as HTML: cells and list items of one paragraph lose it, header cells say what they head. */
export function toHtml(doc) {
  const inert = document.implementation.createHTMLDocument("");
  const root = inert.createElement("div");
  root.append(serializer.serializeFragment(doc.content, { document: inert }));
  for (const holder of root.querySelectorAll("li, td, th")) {
    const first = holder.firstElementChild;
    const rest = [...holder.children].slice(1);
    const alone = first && first.tagName === "P" && !first.lang && rest.every((child) => /^[UO]L$/.test(child.tagName));
    if (alone && (holder.tagName === "LI" || rest.length === 0)) first.replaceWith(...first.childNodes);
  }
  for (const header of root.querySelectorAll("th")) {
    const row = header.parentElement;
    header.setAttribute("scope", row.parentElement.firstElementChild === row ? "col" : "row");
  }
  for (const line of [...root.children].filter((child) => child.tagName === "P" && !child.hasChildNodes())) line.remove();
  return root.innerHTML;
}
