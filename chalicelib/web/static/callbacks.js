// The answer pad by keyboard: a digit chooses in the question at hand and goes on to the next one.
(() => {
  "use strict";
  const groups = [...document.querySelectorAll("fieldset.fieldset")].filter((one) => one.querySelector("input[type=radio]"));
  const typing = (target) => target.matches("textarea, input:not([type=radio]):not([type=checkbox]), select");
  const at = () => {
    const focused = groups.indexOf(document.activeElement.closest("fieldset.fieldset"));
    return focused >= 0 ? focused : groups.findIndex((one) => !one.querySelector("input:checked"));
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key) || typing(event.target)) return;
    const place = at(), group = groups[place];
    if (!group) return;
    const choices = [...group.querySelectorAll("input[type=radio]")];
    const chosen = choices.find((one) => one.value === event.key) || choices[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
    const next = groups[place + 1];
    (next ? next.querySelector("input[type=radio]") : chosen).focus();
  });
})();
