// Choosing that something is not public shows at once where to say why.

document.addEventListener("change", ({ target }) => {
  if (!target.matches('input[name="sensitivity"]') || target.value === "public") return;
  document.getElementById("why-not-public")?.setAttribute("open", "");
});
