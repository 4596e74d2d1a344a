// Says that somebody looks at the page, how long it took, and keeps what was typed if the network is lost.
(() => {
  const form = document.querySelector("[data-rate]");
  if (!form) return;
  const began = Date.now();
  fetch(location.pathname + "/opened", { method: "POST", keepalive: true }).catch(() => {});
  const text = form.elements.text, place = "rate:" + location.pathname;
  try { text.value = text.value || sessionStorage.getItem(place) || ""; } catch { /* no storage */ }
  text.addEventListener("input", () => { try { sessionStorage.setItem(place, text.value); } catch { /* full */ } });
  form.addEventListener("submit", () => {
    const field = form.querySelector("[data-page-ms]");
    field.disabled = false;
    field.value = String(Date.now() - began);
    const button = form.querySelector("button");
    setTimeout(() => { button.disabled = true; }, 0);
    setTimeout(() => { button.disabled = false; }, 8000);
  });
})();
