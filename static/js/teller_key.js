// The key of a teller's device: made here, kept here, its private half sent nowhere.

import { newKey } from "../vendor/sealedbox.min.js";
import { bytesOf, hex } from "./sealed.js";

const name = (account) => `witan:teller:${account}`;

/** The key kept on this device for an account; null if there is none. */
export function keptKey(account) {
  const text = localStorage.getItem(name(account));
  if (!text) return null;
  const { secret, publicKey } = JSON.parse(text);
  return { secret: bytesOf(secret), publicKey: bytesOf(publicKey) };
}

export function makeKey(account) {
  const key = newKey();
  localStorage.setItem(name(account), JSON.stringify({ secret: hex(key.secret), publicKey: hex(key.publicKey) }));
  return hex(key.publicKey);
}

export function forgetKey(account) {
  localStorage.removeItem(name(account));
}

function install() {
  const page = document.querySelector("[data-teller-page]");
  if (!page) return;
  const account = page.dataset.tellerPage;
  const kept = keptKey(account);
  const here = document.getElementById("teller-here");
  if (here) {
    here.textContent = kept && hex(kept.publicKey) === page.dataset.publicKey
      ? "It is this device: its key is kept in this browser."
      : "It is not this device, or this browser has lost its key. Enrol this device to be a teller with it.";
  }
  const form = document.getElementById("teller-form");
  form.addEventListener("submit", () => { form.elements.public_key.value = makeKey(account); });
  form.hidden = false;
  const revoke = document.getElementById("teller-revoke");
  if (revoke) revoke.addEventListener("submit", () => forgetKey(account));
}

install();
