// A visit's form without a network: what is typed stays in this device until the product has taken it, and what
// was to be submitted is, once there is a network again.
(() => {
  "use strict";
  let storage = null;
  try { storage = window.localStorage; } catch { /* a browser that keeps nothing */ }
  const SENT = "visit:sent", form = document.getElementById("visit");
  if (storage && document.querySelector("[data-visited]")) {
    storage.removeItem(storage.getItem(SENT));
    storage.removeItem(SENT);
  }
  if (!form) return;
  const key = "visit:" + location.pathname, hint = document.querySelector("[data-offline]");
  const fields = () => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
  const keep = () => storage?.setItem(key, JSON.stringify(fields().map((one) => [one.name, one.value, one.checked === true])));
  const kept = JSON.parse(storage?.getItem(key) || "[]"), here = fields();
  if (kept.length === here.length) kept.forEach(([name, value, checked], place) => {
    const field = here[place];
    if (field.name !== name) return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = checked; else if (value) field.value = value;
  });
  form.addEventListener("input", keep);
  const plain = hint.textContent;
  let waits = false;
  const tell = () => { hint.textContent = navigator.onLine ? plain : hint.dataset.offline; };
  addEventListener("offline", tell);
  addEventListener("online", () => {
    tell();
    if (waits) form.requestSubmit();
  });
  tell();
  form.addEventListener("submit", (event) => {
    keep();
    waits = !navigator.onLine;
    if (!waits) { storage?.setItem(SENT, key); return; }
    event.preventDefault();
    dispatchEvent(new Event("pageshow"));  // lets the form be sent again
    tell();
  });
})();
