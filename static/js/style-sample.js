// The sample beside the choices of a house style follows them while somebody is choosing.
const form = document.getElementById("style-form");
const sample = document.getElementById("style-sample");
const token = document.querySelector('meta[name="csrf-token"]');
let waiting = 0;
let asked = 0;

// The new sample, with the first place that reads or looks otherwise now in sight.
function put(text) {
  const before = new Set([...sample.querySelectorAll("p, li, tr, h3, h4")].map((part) => part.outerHTML));
  sample.innerHTML = text;
  const parts = [...sample.querySelectorAll("p, li, tr, h3, h4")];
  const changed = parts.find((part) => !before.has(part.outerHTML));
  if (changed) {
    sample.scrollTop += changed.getBoundingClientRect().top - sample.getBoundingClientRect().top - 40;
  }
}

async function show() {
  const mine = ++asked;
  const headers = token ? { "X-CSRF-Token": token.content } : {};
  try {
    const answer = await fetch("/desk/minutes-style/sample", {
      method: "POST",
      body: new FormData(form),
      headers,
    });
    const text = await answer.text();
    // A later choice has been sent meanwhile: its answer counts.
    if (answer.ok && mine === asked) put(text);
  } catch {
    // Without a connection the sample stays; "Show the sample" still works.
  }
}

if (form && sample) {
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 250);
  });
}
