// Sealed envelopes: what a voter's device seals, what the box they lie in comes to, and what tellers' devices do.

import { seal, sha256, unseal } from "../vendor/sealedbox.min.js";

/** Every choice is padded to so many bytes, so that the length of an envelope says nothing. */
const PLAIN_BYTES = 128;
const coder = new TextEncoder();

export function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function bytesOf(text) {
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Seal a choice for a round: the envelope as it is sent, and its mark. The choice is kept nowhere. */
export function sealBallot(publicKey, round, choice) {
  const nonce = hex(crypto.getRandomValues(new Uint8Array(16)));
  const text = JSON.stringify({ round, choice, nonce });
  if (text.length > PLAIN_BYTES) throw new Error("too long for an envelope");
  const envelope = seal(coder.encode(text.padEnd(PLAIN_BYTES)), bytesOf(publicKey));
  return { envelope: base64(envelope), mark: hex(sha256(envelope)) };
}

/** The start of an envelope's mark, as it is read aloud: 7F3A-2C. */
export function receiptOf(mark) {
  return `${mark.slice(0, 4)}-${mark.slice(4, 6)}`.toUpperCase();
}

/** The root over a box, a tree of RFC 9162 over its envelopes' marks in order: the same that the server publishes. */
export function rootOf(marks) {
  return hex(root([...marks].sort().map((mark) => sha256(joined([0], bytesOf(mark))))));
}

function root(nodes) {
  if (nodes.length === 0) return sha256(new Uint8Array());
  if (nodes.length === 1) return nodes[0];
  let split = 1;
  while (split * 2 < nodes.length) split *= 2;
  return sha256(joined([1], root(nodes.slice(0, split)), root(nodes.slice(split))));
}

function joined(...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Whether a box is what it says it is, and holds an envelope with this mark (null: none is looked for). */
export function checkBox(box, mark) {
  const whole = box.envelopes.length === box.count && rootOf(box.envelopes) === box.root;
  return { whole, inside: mark === null || box.envelopes.includes(mark) };
}

/** A teller's answer to a box: their share of the key and their word for this box alone, sealed to the opener. */
export function approval({ share, round, root: boxRoot, count }, key, publicKey) {
  const held = JSON.parse(new TextDecoder().decode(unseal(fromBase64(share), key)));
  if (held.round !== round || held.public_key !== publicKey) throw new Error("This share is of another round.");
  const word = { round, index: held.index, share: held.share, root: boxRoot, count };
  return base64(seal(coder.encode(JSON.stringify(word)), bytesOf(held.reply_key)));
}
