// A phone whose screen goes dark takes the camera away, and with it the member: the screen stays lit in the meeting.

let wanted = false;
let held = null;

async function hold() {
  if (!wanted || held || document.hidden || !navigator.wakeLock) return;
  try {
    held = await navigator.wakeLock.request("screen");
    held.addEventListener("release", () => { held = null; });
    if (!wanted) letGo();
  } catch {
    // The device saves its battery: it may.
  }
}

function letGo() {
  held?.release().catch(() => {});
  held = null;
}

export function stayAwake(yes) {
  wanted = yes;
  if (yes) hold();
  else letGo();
}

document.addEventListener("visibilitychange", hold);
