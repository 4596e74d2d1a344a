// Folds away the questions that the answers so far skip, as the server does who judges what was asked.
(() => {
  "use strict";
  const questions = [...document.querySelectorAll("[data-question]")];
  const fold = () => {
    let next = "";
    for (const one of questions) {
      one.hidden = next !== "" && next !== one.dataset.question;
      if (one.hidden) continue;
      const said = one.querySelector("input:checked")?.value;
      next = JSON.parse(one.dataset.skips).find((skip) => skip.answer === said)?.to ?? "";
    }
  };
  questions[0]?.closest("form").addEventListener("input", fold);
  fold();
})();
