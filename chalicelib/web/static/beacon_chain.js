/*
 * The supervisor's hash chain (docs/rules.md §3.2): made, kept and read in the browser, never uploaded.
 *
 * v(n) is random, v(i) = SHA256(v(i+1)) over the 32 raw bytes. The file keeps
 *   {"format": "beacon-chain/1", "anchor": v(0), "length": n, "values": [v(1), ... v(n)]}
 * and whoever has it knows every value to come, so only the anchor and, day by day, one value leave it.
 *
 *   window.beaconChain.make(length) -> Promise of the file's object
 *   window.beaconChain.next(file, lasts, today) -> Promise of {value, left, chain}; `lasts` are the last values
 *       of the chains in use, the file's is found among them; `today` those of chains revealed today. Rejects with
 *       a code as its message: "not-a-chain", "not-this-chain" (no last value is in it), "revealed-today",
 *       "used-up", "broken-link"
 *
 * On a page, texts are data-text-* attributes of the element; "{left}", "{chain}" in them are replaced:
 *   [data-beacon-make] with data-length, data-file-name, button[data-make], input[data-anchor],
 *     input[data-length-field], [data-beacon-status]
 *   [data-beacon-reveal] with data-last, data-today (values parted by blanks), input[type=file][data-chain-file], input[data-next-value], [data-beacon-status]
 * The file input has no name attribute: a form around it cannot send the file.
 */
(function (root) {
  "use strict";

  const FORMAT = "beacon-chain/1";
  const LONGEST = 10000;

  function hexOf(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function bytesOf(hex) {
    return Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  }

  function isHex(value) {
    return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
  }

  async function hashed(bytes) {
    return new Uint8Array(await root.crypto.subtle.digest("SHA-256", bytes));
  }

  async function make(length) {
    if (!Number.isInteger(length) || length < 1 || length > LONGEST) throw new Error("bad-length");
    const backwards = [root.crypto.getRandomValues(new Uint8Array(32))];
    for (let made = 0; made < length; made += 1) backwards.push(await hashed(backwards[made]));
    const all = backwards.map(hexOf).reverse();
    return { format: FORMAT, anchor: all[0], length, values: all.slice(1) };
  }

  function isChain(file) {
    return (
      file !== null &&
      typeof file === "object" &&
      file.format === FORMAT &&
      isHex(file.anchor) &&
      Array.isArray(file.values) &&
      file.values.length === file.length &&
      file.values.every(isHex)
    );
  }

  async function next(file, lasts, today) {
    if (!isChain(file)) throw new Error("not-a-chain");
    const all = [file.anchor].concat(file.values);
    if (all.some((value) => today.includes(value))) throw new Error("revealed-today");
    const at = all.findIndex((value) => lasts.includes(value));
    if (at < 0) throw new Error("not-this-chain");
    if (at + 1 === all.length) throw new Error("used-up");
    const value = all[at + 1];
    if (hexOf(await hashed(bytesOf(value))) !== all[at]) throw new Error("broken-link");
    return { value, left: all.length - at - 2, chain: file.anchor.slice(0, 8) };
  }

  root.beaconChain = { make, next };

  // --- the pages ----------------------------------------------------------------------------------------

  function speaker(element) {
    const status = element.querySelector("[data-beacon-status]");
    return (code, left, chain) => {
      const words = element.getAttribute("data-text-" + code) || element.getAttribute("data-text-failed") || "";
      status.textContent = words.split("{left}").join(String(left)).split("{chain}").join(chain);
      status.setAttribute("data-status", code);
    };
  }

  function fill(input, value) {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Fills in what the saved file says; typed over it would no longer be the file's. */
  function settle(input, value) {
    fill(input, value);
    input.readOnly = true;
  }

  /** Hands a file to the person; a Blob address is local to the page. */
  function download(name, content) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function wireMake(element) {
    const say = speaker(element);
    const button = element.querySelector("[data-make]");
    button.addEventListener("click", async () => {
      if (!root.crypto || !root.crypto.subtle) return say("insecure");
      button.disabled = true; // a second chain would replace the anchor of the file just saved
      try {
        const file = await make(Number(element.getAttribute("data-length")));
        download(element.getAttribute("data-file-name"), JSON.stringify(file));
        settle(element.querySelector("[data-anchor]"), file.anchor);
        settle(element.querySelector("[data-length-field]"), String(file.length));
        return say("made", file.length);
      } catch (error) {
        button.disabled = false;
        return say(error.message);
      }
    });
    element.hidden = false;
  }

  function wireReveal(element) {
    const say = speaker(element);
    const input = element.querySelector("[data-chain-file]");
    const values = (name) => (element.getAttribute("data-" + name) || "").split(" ").filter(Boolean);
    input.addEventListener("change", async () => {
      if (!root.crypto || !root.crypto.subtle) return say("insecure");
      try {
        const file = await parsed(input.files[0]);
        const found = await next(file, values("last"), values("today"));
        fill(element.querySelector("[data-next-value]"), found.value);
        return say("found", found.left, found.chain);
      } catch (error) {
        return say(error.message);
      }
    });
    element.hidden = false;
  }

  async function parsed(file) {
    try {
      return JSON.parse(await new Response(file).text());
    } catch (error) {
      throw new Error("not-a-chain");
    }
  }

  if (typeof document !== "undefined") {
    document.querySelectorAll("[data-beacon-make]").forEach(wireMake);
    document.querySelectorAll("[data-beacon-reveal]").forEach(wireReveal);
  }
})(typeof window === "undefined" ? this : window);
