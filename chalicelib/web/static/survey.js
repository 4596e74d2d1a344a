// Keeps what was typed if the network is lost.
(() => {
  const form = document.querySelector("[data-survey]");
  if (!form) return;
  const place = "survey:" + location.pathname;
  const keep = () => {
    try { sessionStorage.setItem(place, JSON.stringify([...new FormData(form)])); } catch { /* full */ }
  };
  try {
    if (!form.querySelector("input:checked")) {
      for (const [name, value] of JSON.parse(sessionStorage.getItem(place) || "[]")) {
        for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
          if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
          else field.value ||= value;
        }
      }
    }
  } catch { /* no storage */ }
  form.addEventListener("input", keep);
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    setTimeout(() => { button.disabled = true; }, 0);
    setTimeout(() => { button.disabled = false; }, 8000);
  });
})();
