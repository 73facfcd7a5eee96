// Shows how far packs are while they are made; without it the page has a link that does the same.

const EVERY = 1500;
const LONGEST = 15000;

async function look(wait) {
  const shown = document.getElementById("pack-state");
  if (!shown || shown.dataset.packs !== "going-on") return;
  shown.querySelector("[data-look-again]")?.setAttribute("hidden", "");
  await new Promise((resolve) => setTimeout(resolve, wait));
  try {
    const answer = await fetch(shown.dataset.url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("pack-state");
    if (!made) return;
    // Somebody who is about to follow a link in it is not to lose it under their hands.
    if (!shown.contains(document.activeElement)) shown.replaceWith(made);
    if (made.dataset.packs !== "going-on") document.getElementById("pack-said").textContent = "The packs are made.";
    look(EVERY);
  } catch {
    look(Math.min(wait * 2, LONGEST));
  }
}

look(EVERY);
