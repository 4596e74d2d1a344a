// Shows of a question's editor what belongs to the kind that was chosen; what holds something is never hidden.
(() => {
  const kind = document.querySelector("select[name=kind]");
  if (!kind) return;
  const fields = (part) => [...part.querySelectorAll("input:not([type=hidden]), textarea")];
  const holds = (part) => fields(part).some((field) => field.value.trim());
  const parts = [...document.querySelectorAll("[data-kinds]")];
  const rows = [...document.querySelectorAll("[data-option]")];
  const show = () => {
    for (const part of parts) part.hidden = !part.dataset.kinds.split(" ").includes(kind.value) && !holds(part);
    const last = rows.findLastIndex(holds);
    rows.forEach((row, place) => { row.hidden = place > Math.max(1, last + 1); });
  };
  kind.form.addEventListener("input", show);
  addEventListener("pageshow", show);
  show();
})();
