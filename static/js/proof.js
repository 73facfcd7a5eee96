// Keeps the last checkpoint of each record on this device and checks at every load that the record only grew since.

import { checkSignature, checkpointBy, grew, readCheckpoint } from "./proof-check.js";
import { fromHex, same, toHex, utf8 } from "./proof-crypto.js";

const PREFIX = "witan.proof.";
const KEY = "witan.proof-key";

class Alarm extends Error {}

async function ask(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (response.status === 404) throw new Alarm("the server no longer knows the checkpoint that this device keeps");
  if (!response.ok) throw new TypeError("no answer");
  return response.json();
}

function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

// The key that this device has always known, or one that the key it knew vouches for, step by step.
async function keyOf(note) {
  const known = kept(KEY);
  if (known && signs(known, note)) return known;
  const { keys } = await ask("/proof/keys.json");
  const found = keys.find((key) => signs(key.public_key, note));
  if (!found) throw new Alarm("the checkpoint is not signed with a key of the council");
  if (known && !vouched(known, found, keys)) throw new Alarm("it is signed with a key that the key before it does not vouch for");
  localStorage.setItem(KEY, JSON.stringify(found.public_key));
  return found.public_key;
}

function signs(key, note) {
  try {
    return Boolean(checkpointBy(note, fromHex(key)));
  } catch {
    return false;
  }
}

function vouched(known, wanted, keys) {
  const order = [...keys].reverse();
  let here = known;
  for (const key of order.slice(order.findIndex((each) => each.public_key === known) + 1)) {
    try {
      checkSignature(utf8(key.message), key.signature, fromHex(here), "council-key");
    } catch {
      return false;
    }
    if (!key.message.includes(`\nto ${key.public_key}\n`)) return false;
    here = key.public_key;
    if (here === wanted.public_key) return true;
  }
  return false;
}

async function compare(stream, note) {
  const name = PREFIX + stream;
  await keyOf(note);
  const before = kept(name);
  if (!before) {
    localStorage.setItem(name, JSON.stringify({ note, at: new Date().toISOString() }));
    return;
  }
  const [old, fresh] = [readCheckpoint(before.note), readCheckpoint(note)];
  if (old.origin !== fresh.origin) throw new Alarm("the record was begun again");
  // A page that was loaded earlier may show an older one: then it is that one with which the record must begin.
  const [first, second] = old.size <= fresh.size ? [old, fresh] : [fresh, old];
  if (first.size === second.size) {
    if (!same(first.root, second.root)) throw new Alarm("two different records of the same length were shown");
    return;
  }
  const proof = await ask(`/proof/streams/${encodeURIComponent(stream)}/consistency?from=${first.size}&to=${second.size}`);
  if (!grew(first.size, second.size, first.root, second.root, proof.path.map(fromHex))) {
    throw new Alarm("what was sealed before is not the beginning of what is sealed now");
  }
  if (second === fresh) localStorage.setItem(name, JSON.stringify({ note, at: new Date().toISOString() }));
}

function tell(stream, note, why) {
  if (document.getElementById("proof-alarm")) return;
  const before = kept(PREFIX + stream);
  const box = document.createElement("div");
  box.id = "proof-alarm";
  box.className = "govuk-error-summary";
  box.setAttribute("role", "alert");
  const add = (tag, text, className) => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = className;
    box.append(element);
    return element;
  };
  add("h2", "The record of this meeting may have been changed", "govuk-error-summary__title");
  add("p", `This device compared the record with what it kept, and they do not fit: ${why}.`, "govuk-body");
  add("p", "Take a picture of this page and do not clear this browser's data. Tell the monitoring officer and another "
    + "councillor, and ask them what their devices say. You can go on in the meeting.", "govuk-body");
  const facts = [
    ["Kept by this device", before && `${toHex(readCheckpoint(before.note).root).slice(0, 8).toUpperCase()}, ${readCheckpoint(before.note).size} facts`],
    ["Shown now", `${toHex(readCheckpoint(note).root).slice(0, 8).toUpperCase()}, ${readCheckpoint(note).size} facts`],
  ];
  for (const [what, value] of facts) if (value) add("p", `${what}: ${value}`, "govuk-body-s");
  (document.querySelector("main") || document.body).prepend(box);
}

let turn = Promise.resolve();

function look(element) {
  const { stream, checkpoint } = element.dataset;
  if (!stream || !checkpoint) return;
  turn = turn.then(() => compare(stream, checkpoint)).catch((error) => {
    // Without network there is nothing to compare with: the next load does it.
    if (error instanceof Alarm) tell(stream, checkpoint, error.message);
  });
}

new MutationObserver((changes) => {
  const touched = new Set();
  for (const change of changes) {
    const found = change.type === "attributes" ? [change.target] : [...change.addedNodes].flatMap(
      (node) => (node.nodeType === Node.ELEMENT_NODE ? [node, ...node.querySelectorAll("[data-proof]")] : []),
    );
    for (const element of found) if (element.matches("[data-proof]")) touched.add(element);
  }
  touched.forEach(look);
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-checkpoint"] });

document.querySelectorAll("[data-proof]").forEach(look);
