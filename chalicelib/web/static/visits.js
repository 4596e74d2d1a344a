// A visit's form without a network: what is typed stays in this device until it was sent.
(() => {
  "use strict";
  const form = document.getElementById("visit");
  let storage = null;
  try { storage = window.localStorage; } catch { /* a browser that keeps nothing */ }
  if (!form || !storage) return;
  const key = "visit:" + location.pathname, hint = document.querySelector("[data-offline]");
  const fields = () => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
  const keep = () => storage.setItem(key, JSON.stringify(fields().map((one) => [one.name, one.value, one.checked === true])));
  const kept = JSON.parse(storage.getItem(key) || "[]"), here = fields();
  if (kept.length === here.length) kept.forEach(([name, value, checked], place) => {
    const field = here[place];
    if (field.name !== name) return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = checked; else if (value) field.value = value;
  });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  const tell = () => { if (hint && !navigator.onLine) hint.textContent = hint.dataset.offline; };
  addEventListener("offline", tell);
  tell();
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) { storage.removeItem(key); return; }
    event.preventDefault();
    keep();
    tell();
  });
})();
