// A unified social credit code whose check character does not fit (GB 32100) is named while the form is written.
(() => {
  "use strict";
  const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

  const fits = (code) => {
    if (code.length !== 18 || ![...code].every((character) => ALPHABET.includes(character))) return false;
    const total = WEIGHTS.reduce((sum, weight, place) => sum + weight * ALPHABET.indexOf(code[place]), 0);
    return ALPHABET[(31 - total % 31) % 31] === code[17];
  };

  for (const input of document.querySelectorAll("[data-uscc]")) {
    const doubt = document.createElement("p");
    doubt.className = "field-error";
    doubt.setAttribute("role", "status");
    doubt.hidden = true;
    input.before(doubt);
    input.addEventListener("change", () => {
      const code = input.value.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
      doubt.hidden = !code || fits(code);
      doubt.textContent = doubt.hidden ? "" : input.dataset.uscc;
    });
  }
})();
