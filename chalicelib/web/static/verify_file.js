/*
 * Compares a file from this computer with a published SHA-256 by WebCrypto; nothing leaves the page.
 *
 * An element [data-file-verifier], hidden until this script runs, holds input[type=file] and
 * [data-verify-verdict] (role="status"); data-sha256 is what must come out, and data-text-running, -same,
 * -other and -insecure are the words.
 */
(function () {
  "use strict";

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function begin(place) {
    const input = place.querySelector("input[type=file]");
    const verdict = place.querySelector("[data-verify-verdict]");
    place.hidden = false;

    input.addEventListener("change", async function () {
      const file = input.files[0];
      if (!file) return;
      if (!(window.crypto && window.crypto.subtle)) {
        verdict.textContent = place.dataset.textInsecure;
        return;
      }
      verdict.textContent = place.dataset.textRunning;
      const found = hex(await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const same = found === place.dataset.sha256;
      verdict.textContent = (same ? place.dataset.textSame : place.dataset.textOther) + " SHA-256 " + found;
    });
  }

  document.querySelectorAll("[data-file-verifier]").forEach(begin);
})();
