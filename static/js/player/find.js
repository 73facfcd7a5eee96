// Looking for words in what was said: without regard to case and accents, from the beginning of words.

/** Small letters without accents. */
export function folded(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

export function wordsOf(asked) {
  return folded(asked.slice(0, 100)).match(/[\p{L}\p{N}_]+/gu) || [];
}

/** Where in the text words begin with one of these: [from, to] of each whole word, in order. */
export function hits(text, words) {
  if (words.length === 0) return [];
  const found = [];
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}_]+/gu)) {
    const word = folded(match[0]);
    if (words.some((asked) => word.startsWith(asked))) found.push([match.index, match.index + match[0].length]);
  }
  return found;
}

/** Whether the text has a word that begins with each of these. */
export function isFound(text, words) {
  const have = wordsIn(text);
  return words.every((asked) => have.some((word) => word.startsWith(asked)));
}

function wordsIn(text) {
  return folded(text).match(/[\p{L}\p{N}_]+/gu) || [];
}

/** The text as nodes, with what was found marked. */
export function marked(text, words) {
  const nodes = [];
  let at = 0;
  for (const [from, to] of hits(text, words)) {
    nodes.push(text.slice(at, from));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    nodes.push(mark);
    at = to;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

/** The place of the last start that is not after `time`; -1 before the first. `starts` rise. */
export function lastBefore(starts, time) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Seconds as a recording counts them: 1:02:05. */
export function clock(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
}
