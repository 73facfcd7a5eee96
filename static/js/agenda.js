// The agenda editor: the focus is where the officer goes on, and what is not published yet is said.

// After the browser has gone to the fragment, which takes the focus away again.
function arrive() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) target.querySelector(target.id === "add" ? "input[name=title]" : "a")?.focus();
}
if (document.readyState === "complete") setTimeout(arrive);
else window.addEventListener("load", () => setTimeout(arrive));

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
