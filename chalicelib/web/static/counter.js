// A shared screen forgets what somebody left half typed; a double tap sends once.
(() => {
  const form = document.querySelector("[data-counter]");
  if (!form) return;
  const seconds = Number(form.dataset.clears || 0);
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    if (seconds) timer = setTimeout(() => { location.replace(location.pathname); }, seconds * 1000);
  };
  form.addEventListener("input", wait);
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    setTimeout(() => { button.disabled = true; }, 0);
    setTimeout(() => { button.disabled = false; }, 8000);
  });
})();
