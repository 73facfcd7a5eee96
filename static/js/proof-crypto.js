// Hashes and Ed25519, checking only, in plain JavaScript: the page works offline, without https, in every browser.

const K256 = constants(64, 3, 32n).map(Number);
const K512 = constants(80, 3, 64n);
const H256 = constants(8, 2, 32n).map(Number);
const H512 = constants(8, 2, 64n);
const MASK = (1n << 64n) - 1n;

// The fractional parts of roots of the first primes, from which both hashes take their constants.
function constants(count, root, bits) {
  const found = [];
  for (let n = 2n; found.length < count; n += 1n) {
    let prime = true;
    for (let d = 2n; d * d <= n && prime; d += 1n) prime = n % d !== 0n;
    if (prime) found.push(fraction(n, BigInt(root), bits));
  }
  return found;
}

function fraction(n, root, bits) {
  const target = n << (root * bits);
  let low = 0n;
  let high = 1n << (bits + 16n);
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** root <= target) low = middle;
    else high = middle - 1n;
  }
  return low & ((1n << bits) - 1n);
}

function padded(message, block, lengthBytes) {
  const size = Math.ceil((message.length + 1 + lengthBytes) / block) * block;
  const bytes = new Uint8Array(size);
  bytes.set(message);
  bytes[message.length] = 0x80;
  new DataView(bytes.buffer).setBigUint64(size - 8, BigInt(message.length) * 8n);
  return new DataView(bytes.buffer);
}

export function sha256(message) {
  const state = Int32Array.from(H256);
  const view = padded(message, 64, 8);
  const w = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let start = 0; start < view.byteLength; start += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(start + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const a = w[i - 15];
      const b = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] += value; });
  }
  const result = new DataView(new ArrayBuffer(32));
  state.forEach((value, i) => result.setInt32(i * 4, value));
  return new Uint8Array(result.buffer);
}

export function sha512(message) {
  const state = [...H512];
  const view = padded(message, 128, 16);
  const turn = (x, n) => ((x >> n) | (x << (64n - n))) & MASK;
  for (let start = 0; start < view.byteLength; start += 128) {
    const w = [];
    for (let i = 0; i < 16; i += 1) w.push(view.getBigUint64(start + i * 8));
    for (let i = 16; i < 80; i += 1) {
      const a = w[i - 15];
      const b = w[i - 2];
      w.push((w[i - 16] + w[i - 7] + (turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n)) + (turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n))) & MASK);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i += 1) {
      const one = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & MASK & g)) + K512[i] + w[i];
      const two = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & MASK, c, b, a, (one + two) & MASK];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] = (state[i] + value) & MASK; });
  }
  const result = new DataView(new ArrayBuffer(64));
  state.forEach((value, i) => result.setBigUint64(i * 8, value));
  return new Uint8Array(result.buffer);
}

// --- Ed25519 (RFC 8032, section 5.1.7)

const P = (1n << 255n) - 19n;
const Q = (1n << 252n) + 27742317777372353535851937790883648493n;
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n);

function mod(x, m = P) {
  const rest = x % m;
  return rest < 0n ? rest + m : rest;
}

function power(base, exponent) {
  let result = 1n;
  let factor = mod(base);
  for (let n = exponent; n > 0n; n >>= 1n) {
    if (n & 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}

function add(a, b) {
  const e = mod((a[1] - a[0]) * (b[1] - b[0]));
  const f = mod((a[1] + a[0]) * (b[1] + b[0]));
  const g = mod(2n * a[3] * b[3] * D);
  const h = mod(2n * a[2] * b[2]);
  const [i, j, k, l] = [f - e, h - g, h + g, f + e];
  return [mod(i * j), mod(k * l), mod(j * k), mod(i * l)];
}

function times(n, point) {
  let total = [0n, 1n, 1n, 0n];
  let step = point;
  for (let rest = n; rest > 0n; rest >>= 1n) {
    if (rest & 1n) total = add(total, step);
    step = add(step, step);
  }
  return total;
}

function little(bytes) {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(bytes[i]);
  return value;
}

function pointOf(bytes) {
  const value = little(bytes);
  const sign = value >> 255n;
  const y = value & ((1n << 255n) - 1n);
  if (y >= P) return null;
  return onCurve(y, sign);
}

function onCurve(y, sign) {
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = mod(x * ROOT_OF_MINUS_1);
  if (mod(x * x - square) || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

const BASE = onCurve(mod(4n * power(5n, P - 2n)), 0n);

export function signedBy(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = pointOf(publicKey);
  const r = pointOf(signature.subarray(0, 32));
  const s = little(signature.subarray(32));
  if (!key || !r || s >= Q) return false;
  const h = little(sha512(joined(signature.subarray(0, 32), publicKey, message))) % Q;
  const left = times(s, BASE);
  const right = add(r, times(h, key));
  return !mod(left[0] * right[2] - right[0] * left[2]) && !mod(left[1] * right[2] - right[1] * left[2]);
}

// --- bytes and texts

export function joined(...parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const utf8 = (text) => new TextEncoder().encode(text);
export const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text) {
  if (typeof text !== "string" || !/^([0-9a-f]{2})*$/.test(text)) throw new TypeError("not hexadecimal");
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

export function fromBase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) throw new TypeError("not base64");
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
