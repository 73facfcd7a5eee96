// The officer's page of the room and the broadcast: looks again while something is being done, until it is done.

const PAUSE = 2000;
const MOST = 300;

async function look(place, looked) {
  let html = "";
  try {
    const response = await fetch(place.dataset.remoteState, { headers: { Accept: "text/html" } });
    if (response.ok && !response.redirected) html = await response.text();
  } catch {
    html = "";
  }
  const busy = html ? show(place, html) : true;
  if (busy && looked < MOST) setTimeout(() => look(place, looked + 1), PAUSE);
  // What is left to do by hand stands elsewhere on the page: it is read anew once everything is done.
  else if (!typing()) location.reload();
}

/** Puts the new state in place where it differs. Whether something is still being done. */
function show(place, html) {
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  if (fresh.textContent !== place.textContent && !place.contains(document.activeElement)) {
    place.replaceChildren(...fresh.childNodes);
  }
  return Boolean(place.querySelector("[data-at-work]"));
}

function typing() {
  const place = document.activeElement;
  return document.querySelector("details[open]") !== null || (place && place.matches("input, select, textarea"));
}

const place = document.querySelector("[data-remote-state][data-busy]");
if (place) setTimeout(() => look(place, 0), PAUSE);
