// A picture of another service: nothing is loaded from there before somebody presses.

function open(box) {
  const frame = document.createElement("iframe");
  frame.src = box.dataset.embed;
  frame.title = box.dataset.embedTitle || "Broadcast";
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  // The service wants to know which site shows it, and gets no more than that.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.className = "embed__frame";
  box.replaceChildren(frame);
  box.setAttribute("data-embed-shown", "");
  frame.focus();
}

function unhide(root) {
  for (const button of root.querySelectorAll("[data-embed-open][hidden]")) button.hidden = false;
}

export function installEmbeds() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-embed-open]") : null;
    if (button) open(button.closest("[data-embed]"));
  });
  unhide(document);
  new MutationObserver(() => unhide(document)).observe(document.body, { childList: true, subtree: true });
}
