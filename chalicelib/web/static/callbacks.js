// The answer pad by keyboard: a digit gives the answer that it stands before and goes on to what comes next.
(() => {
  "use strict";
  const form = document.querySelector(".pad")?.closest("form");
  if (!form) return;
  const groups = [...form.querySelectorAll(".pad fieldset")];
  const typing = (target) => target.matches("textarea, input:not([type=radio]):not([type=checkbox]), select");
  const shown = (one) => !one.closest("[hidden]");
  const at = () => {
    const held = document.activeElement.closest("fieldset"), open = groups.filter(shown);
    return held ? open.find((one) => one === held) : open.find((one) => !one.querySelector("input:checked"));
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key) || typing(event.target)) return;
    const group = at(), choices = group ? [...group.querySelectorAll("input")] : [];
    const chosen = choices.find((one) => one.labels[0].textContent.trim().split(/\s/)[0] === event.key);
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = chosen.type === "radio" || !chosen.checked;
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
    const next = [...form.elements].slice([...form.elements].indexOf(choices.at(-1)) + 1).find((one) => one.name && shown(one));
    (chosen.type === "radio" && next ? next : chosen).focus();
  });
})();
