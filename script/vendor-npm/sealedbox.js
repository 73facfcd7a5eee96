// libsodium's sealed box in plain JavaScript, of audited parts: X25519, HSalsa20, XSalsa20-Poly1305, BLAKE2b.

import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";

export { sha256 } from "@noble/hashes/sha2.js";

const SIGMA = new TextEncoder().encode("expand 32-byte k");
const words = (bytes) => new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

/** The key of crypto_box: HSalsa20 of the shared point. */
function boxKey(secret, other) {
  const out = new Uint32Array(8);
  hsalsa(words(SIGMA), words(x25519.getSharedSecret(secret, other)), new Uint32Array(4), out);
  return new Uint8Array(out.buffer);
}

const nonceOf = (sender, recipient) => blake2b(joined(sender, recipient), { dkLen: 24 });

/** A fresh key: its private and its public half. */
export function newKey() {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  return { secret, publicKey: x25519.getPublicKey(secret) };
}

/** Seal bytes so that only the holder of the recipient's private half can read them; the sender cannot either. */
export function seal(plain, recipient) {
  const once = newKey();
  const key = boxKey(once.secret, recipient);
  const sealed = xsalsa20poly1305(key, nonceOf(once.publicKey, recipient)).encrypt(plain);
  once.secret.fill(0);
  return joined(once.publicKey, sealed);
}

/** What was sealed to a key. Throws if it was sealed to another or changed on the way. */
export function unseal(sealed, key) {
  const sender = sealed.slice(0, 32);
  return xsalsa20poly1305(boxKey(key.secret, sender), nonceOf(sender, key.publicKey)).decrypt(sealed.slice(32));
}
