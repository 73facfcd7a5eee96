// The agenda editor: ready for the next title after one was added, and honest about what is not published yet.

const add = document.querySelector("#add input[name=title]");
if (add && location.hash === "#add") {
  add.focus({ preventScroll: true });
  add.scrollIntoView({ block: "center" });
}

// A line that was just saved or moved without dragging is shown where it stands.
if (location.hash.startsWith("#item-")) {
  document.getElementById(location.hash.slice(1))?.querySelector("a")?.focus();
}

document.addEventListener("witan:sorted", () => {
  const state = document.getElementById("unpublished");
  if (!state || state.classList.contains("witan-notice")) return;
  state.classList.add("witan-notice");
  state.textContent = "The order has changed and is not published yet. ";
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = location.pathname.replace(/\/agenda$/, "/publish");
  link.textContent = "Check and publish";
  state.append(link);
});
