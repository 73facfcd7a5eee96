// The server's clock: timers and times on the screens are counted by it, not by whatever this device believes.

const KEPT = 8;
let seen = [];

/** A message carried the server's time in milliseconds. What came quickest is nearest to the truth. */
export function noteServerTime(milliseconds) {
  if (!Number.isFinite(milliseconds)) return;
  const ahead = milliseconds - Date.now();
  // A device whose own clock was put right, or that slept, begins anew.
  if (seen.length && Math.abs(ahead - Math.max(...seen)) > 5000) seen = [];
  seen = [...seen.slice(1 - KEPT), ahead];
}

/** Milliseconds since 1970 by the server's clock; by this device's until the server has been heard. */
export function serverNow() {
  return Date.now() + (seen.length ? Math.max(...seen) : 0);
}

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

/** 19:42, in the council's time zone. */
export function clockTime(milliseconds) {
  return TIME.format(new Date(milliseconds));
}
