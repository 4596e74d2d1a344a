// Folds away what an answer leaves out, and keeps what was typed if the network is lost.
(() => {
  const form = document.querySelector("[data-survey]");
  if (!form) return;
  const place = "survey:" + location.pathname;
  const fold = () => {
    const away = new Set();
    for (const chosen of form.querySelectorAll("input[data-skips]:checked")) {
      if (away.has(chosen.closest("[data-question]").dataset.question)) continue;
      for (const name of chosen.dataset.skips.split(" ")) away.add(name);
    }
    for (const one of form.querySelectorAll("[data-question]")) one.hidden = away.has(one.dataset.question);
  };
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
  form.addEventListener("input", () => { fold(); keep(); });
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    setTimeout(() => { button.disabled = true; }, 0);
    setTimeout(() => { button.disabled = false; }, 8000);
  });
  fold();
})();
