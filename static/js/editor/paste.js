// Cleans what is pasted from Word, web pages and Google Docs, so that only words, lists, tables and emphasis come in.

const DROPPED = "style, script, meta, link, title, xml, img, svg, object, iframe, input, button, select, textarea";
const ORDERED = /^[([]?([0-9]{1,3}|[a-z]{1,2}|[ivxlc]+)[.)\]]/i;

const TAG = /<[a-z][^\s>]*(?:\s+(?:"[^"]*"|'[^']*'|[^'">])*)?>/gi;

/** The page's policy objects to styles and handlers even in a document that is never shown, so they are renamed first. */
function defuse(html) {
  return html
    .replace(/<!\[(if|endif)[^\]]*\]>/gi, "")
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(TAG, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son\w+\s*=/gi, " data-handler="));
}

export function cleanPasted(html) {
  const { body } = new window.DOMParser().parseFromString(fragment(defuse(html)), "text/html");
  dropUnseen(body);
  wordHeadings(body);
  wordLists(body);
  headerRows(body);
  for (const element of [...body.querySelectorAll(DROPPED)]) element.remove();
  dropComments(body);
  for (const element of [...body.querySelectorAll("*")]) tidy(element);
  for (const line of [...body.querySelectorAll("p")]) {
    if (!line.textContent.trim() && !line.closest("td, th")) line.remove();
  }
  tidySpaces(body);
  return body.innerHTML;
}

/** The clipboard says itself where what was copied begins and ends. */
function fragment(html) {
  const match = /<!--\s*StartFragment\s*-->([\s\S]*)<!--\s*EndFragment\s*-->/i.exec(html);
  return match ? match[1] : html;
}

/** What the reader of the Word file does not see as its text: hidden words, deletions of tracked changes, comments. */
function dropUnseen(body) {
  const unseen = (element) => {
    const style = styleOf(element);
    return /mso-hide:\s*all|display:\s*none|mso-element:\s*(comment|footnote|endnote)-list|mso-special-character:\s*comment/.test(style);
  };
  for (const element of [...body.querySelectorAll("del, .MsoDel, .MsoCommentReference, [data-style]")]) {
    const gone = element.matches("del, .MsoDel, .MsoCommentReference") || unseen(element);
    if (gone) element.remove();
  }
  for (const link of [...body.querySelectorAll("a[name], a[href^='#_']")]) link.replaceWith(...link.childNodes);
}

/** Headings that are paragraphs by name: MsoHeading1, or a style with an outline level. */
function wordHeadings(body) {
  for (const line of [...body.querySelectorAll("p")]) {
    const level = /mso-outline-level:\s*([1-9])/.exec(styleOf(line)) || /^MsoHeading([1-9])$/i.exec(line.className);
    if (!level || /mso-list:\s*(?!none)[^;]*level/.test(styleOf(line))) continue;
    const heading = line.ownerDocument.createElement(Number(level[1]) <= 2 ? "h3" : "h4");
    heading.append(...line.childNodes);
    line.replaceWith(heading);
  }
}

/** A row that is repeated at the top of each page heads its table. */
function headerRows(body) {
  for (const cell of [...body.querySelectorAll("thead td")]) {
    const head = cell.ownerDocument.createElement("th");
    for (const name of ["colspan", "rowspan"]) if (cell.hasAttribute(name)) head.setAttribute(name, cell.getAttribute(name));
    head.append(...cell.childNodes);
    cell.replaceWith(head);
  }
}

function styleOf(element) {
  return (element.dataset.style || "").toLowerCase();
}

/** Word writes a list as paragraphs whose style names list and level, with the number or bullet as text. */
function wordLists(body) {
  const isItem = (element) => element?.matches?.("p, h1, h2, h3, h4, h5, h6") && /mso-list:\s*(?!none)[^;]*level/.test(styleOf(element));
  for (const first of [...body.querySelectorAll('[data-style*="mso-list" i]')]) {
    if (!first.isConnected || !isItem(first)) continue;
    const run = [];
    for (let next = first; isItem(next); next = next.nextElementSibling) run.push(next);
    first.before(nest(run, body.ownerDocument));
    for (const element of run) element.remove();
  }
}

function nest(run, owner) {
  const root = owner.createDocumentFragment();
  const open = [];
  for (const element of run) {
    const level = Number(/level(\d+)/.exec(styleOf(element))?.[1] || 1);
    const marker = takeMarker(element);
    const tag = ORDERED.test(marker) ? "ol" : "ul";
    while (open.length > level) open.pop();
    if (open.length < level || open.at(-1).localName !== tag) {
      if (open.length === level) open.pop();
      const list = owner.createElement(tag);
      // A list that goes on after a paragraph goes on with its numbers.
      const start = Number(/^[([]?([0-9]{1,3})[.)\]]/.exec(marker)?.[1] || 1);
      if (tag === "ol" && start > 1) list.setAttribute("start", String(start));
      (open.at(-1)?.lastElementChild || root).append(list);
      open.push(list);
    }
    const item = owner.createElement("li");
    item.append(...element.childNodes);
    open.at(-1).append(item);
  }
  return root;
}

function takeMarker(element) {
  const marker = [...element.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/.test(styleOf(span)));
  const words = (marker?.textContent || "").trim();
  marker?.remove();
  return words;
}

function dropComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

function tidy(element) {
  const style = styleOf(element);
  const name = element.localName;
  const plain = (name === "b" || name === "strong") && /font-weight:\s*(normal|400)/.test(style);
  if (name.includes(":") || name === "font" || plain) {
    element.replaceWith(...element.childNodes);
    return;
  }
  if (name === "span" || name === "a") emphasise(element, style);
  if (element.classList.contains("MsoTitle")) {
    const heading = element.ownerDocument.createElement("h3");
    heading.append(...element.childNodes);
    element.replaceWith(heading);
    return;
  }
  const kept = { a: ["href"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], ol: ["start"] }[name] || [];
  for (const { name: attribute } of [...element.attributes]) {
    if (!kept.includes(attribute)) element.removeAttribute(attribute);
  }
}

function emphasise(element, style) {
  const wanted = [
    /font-weight:\s*(bold|[6-9]00)/.test(style) && "strong",
    /font-style:\s*italic/.test(style) && "em",
  ].filter(Boolean);
  for (const tag of wanted) {
    const wrapper = element.ownerDocument.createElement(tag);
    wrapper.append(...element.childNodes);
    element.append(wrapper);
  }
}

function tidySpaces(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/[\u00a0\r\n\t ]+/g, " ").replace(/[\u200b\ufeff]/g, "");
  }
}
