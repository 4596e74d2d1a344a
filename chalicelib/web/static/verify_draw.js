/*
 * Recomputes a published draw (format draw/1) in the browser with WebCrypto; nothing leaves the page.
 *
 *   window.verifyDraw(record) -> Promise of {status: "right" | "wrong" | "not-drawn", firstWrong: field or null,
 *                                            checks: [{field, ok, expected, actual}]}
 *
 * The same checks in the same order as verify_draw.py and the server: each rule says what must stand in its
 * field if all before it are right, and checking stops at the first that differs. `expected` is null where
 * no single value would be right.
 *
 * On a page, an element [data-draw-verifier], hidden until this script runs, must hold
 *   ol[data-verify-results]    receives the checks
 *   [data-verify-verdict]      receives the verdict (make it role="status")
 * and may hold
 *   button[data-verify-url]    checks what the element's data-record-url answers
 *   input[data-verify-file]    checks a file from this computer
 *   textarea[data-verify-text] + button[data-verify-pasted]    checks pasted JSON
 * Its texts are attributes, so that translation stays in the template: data-text-running, -right, -wrong
 * ("{field}" is replaced), -not-drawn, -unreadable, -insecure, -ok, -not-ok, -expected, -actual, -nothing and
 * the fields' names -field-notice-no, -field-beacon-value ... (otherwise the field's own name is shown).
 */
(function (root) {
  "use strict";

  const BAD = {}; // stands for: nothing of this shape can be right
  const BIGGEST = Number.MAX_SAFE_INTEGER;
  const LONGEST_CHAIN = 10000;
  const HASH_SPACE = BigInt(2) ** BigInt(256);
  const BEACON_FIELDS = ["kind", "commitment", "round", "value"];

  // --- shapes -------------------------------------------------------------------------------------------

  function isHex(value) {
    return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
  }

  function isNoticeNo(value) {
    return typeof value === "string" && /^ZJ-[0-9]{6}-[0-9]{4}-[0-9]{6}$/.test(value);
  }

  function isCount(value, most) {
    return Number.isSafeInteger(value) && value >= 1 && value <= most;
  }

  function isIds(value) {
    return Array.isArray(value) && value.every((id) => typeof id === "string" && /^[!-~]+$/.test(id));
  }

  function ifFit(value, fits) {
    return fits ? value : BAD;
  }

  function same(expected, actual) {
    if (!Array.isArray(expected) || !Array.isArray(actual)) return expected === actual;
    return expected.length === actual.length && expected.every((each, index) => each === actual[index]);
  }

  // --- hashing ------------------------------------------------------------------------------------------

  function bytesOf(hex) {
    return Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  }

  async function sha(data) {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    const hashed = new Uint8Array(await root.crypto.subtle.digest("SHA-256", bytes));
    return Array.from(hashed, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Walks the hash chain from the revealed value back to what was published first. */
  async function chain(link, steps, value, drawn) {
    if (link === null) return ifFit(null, !drawn); // a draw without a published link proves nothing
    if (!isHex(value) || !(steps === null || isCount(steps, LONGEST_CHAIN))) return ifFit(link, isHex(link));
    let walked = value;
    for (let step = 0; step < (steps || 1); step += 1) walked = await sha(bytesOf(walked));
    return walked;
  }

  // --- drawing ------------------------------------------------------------------------------------------

  /** The first index whose cumulative tickets exceed the number. */
  function holder(weights, number) {
    let cumulative = BigInt(0);
    return weights.findIndex((own) => {
      cumulative += own;
      return cumulative > number;
    });
  }

  /** Draws one id after another; without tickets each has the same chance. */
  async function draw(seed, noticeNo, ids, tickets, take) {
    const pool = ids.slice();
    const weights = tickets === null ? null : tickets.map(BigInt);
    const order = [];
    for (let counter = 0; order.length < take; counter += 1) {
      const left = weights ? weights.reduce((sum, own) => sum + own, BigInt(0)) : BigInt(pool.length);
      const number = BigInt("0x" + (await sha(seed + "|" + noticeNo + "|" + counter)));
      if (number >= (HASH_SPACE / left) * left) continue; // these few would favour the ids in front
      const at = weights ? holder(weights, number % left) : Number(number % left);
      if (weights) weights.splice(at, 1);
      order.push(pool.splice(at, 1)[0]);
    }
    return order;
  }

  // --- the checks ---------------------------------------------------------------------------------------

  function flat(record) {
    const outer = record !== null && typeof record === "object" && !Array.isArray(record) ? record : {};
    const beacon = outer.beacon !== null && typeof outer.beacon === "object" ? outer.beacon : {};
    const fields = new Map(Object.entries(outer));
    BEACON_FIELDS.forEach((name) => fields.set("beacon." + name, beacon[name]));
    return (name) => (fields.get(name) === undefined ? null : fields.get(name));
  }

  function statusOf(of) {
    if (["secret", "seed", "order"].some((name) => of(name) !== null)) return "drawn";
    return ["ids", "tickets", "root"].some((name) => of(name) !== null) ? "frozen" : "committed";
  }

  function takeFits(of, frozen) {
    const take = of("take");
    if (take === null) return true;
    if (!frozen) return isCount(take, BIGGEST);
    return isCount(take, of("ids").length) && (of("method") === "weighted" || take === of("ids").length);
  }

  function ticketsFit(of, frozen) {
    const tickets = of("tickets");
    if (of("method") !== "weighted" || !frozen) return tickets === null;
    if (!Array.isArray(tickets) || tickets.length !== of("ids").length) return false;
    return tickets.every((own) => isCount(own, BIGGEST));
  }

  /** What must stand in each field, if all before it are right; the order is the schema's. */
  const RULES = [
    ["format", () => "draw/1"],
    ["notice_no", (of) => ifFit(of("notice_no"), isNoticeNo(of("notice_no")))],
    ["status", statusOf],
    ["method", (of) => ifFit(of("method"), ["random", "weighted", "tie"].includes(of("method")))],
    [
      "commitment",
      (of) => (isHex(of("secret")) ? sha(bytesOf(of("secret"))) : ifFit(of("commitment"), isHex(of("commitment")))),
    ],
    ["beacon.kind", (of) => ifFit(of("beacon.kind"), ["two-party", "drand"].includes(of("beacon.kind")))],
    [
      "beacon.commitment",
      (of) =>
        of("beacon.kind") === "drand"
          ? null
          : chain(of("beacon.commitment"), of("beacon.round"), of("beacon.value"), of("status") === "drawn"),
    ],
    [
      "beacon.round",
      (of) => {
        const steps = of("beacon.round");
        if (of("beacon.kind") === "drand") return ifFit(steps, isCount(steps, BIGGEST));
        return ifFit(steps, steps === null || (of("beacon.value") !== null && isCount(steps, LONGEST_CHAIN)));
      },
    ],
    [
      "beacon.value",
      (of) => {
        const value = of("beacon.value");
        if (of("status") === "drawn") return ifFit(value, isHex(value));
        return ifFit(value, value === null || (of("status") === "frozen" && isHex(value)));
      },
    ],
    [
      "ids",
      (of) => {
        if (of("status") === "committed") return null;
        return isIds(of("ids")) ? Array.from(new Set(of("ids"))).sort() : BAD;
      },
    ],
    ["tickets", (of) => ifFit(of("tickets"), ticketsFit(of, of("status") !== "committed"))],
    ["root", (of) => (of("status") === "committed" ? null : sha(of("ids").join("\n")))],
    [
      "secret",
      (of) => ifFit(of("secret"), of("status") === "drawn" ? isHex(of("secret")) : of("secret") === null),
    ],
    [
      "seed",
      (of) => (of("status") === "drawn" ? sha([of("secret"), of("beacon.value"), of("root")].join("|")) : null),
    ],
    ["take", (of) => ifFit(of("take"), takeFits(of, of("status") !== "committed"))],
    [
      "order",
      (of) => {
        if (of("status") !== "drawn") return null;
        return draw(of("seed"), of("notice_no"), of("ids"), of("tickets"), of("take") || of("ids").length);
      },
    ],
  ];

  async function verifyDraw(record) {
    const of = flat(record);
    const checks = [];
    for (const [field, rule] of RULES) {
      const expected = await rule(of);
      const ok = expected !== BAD && same(expected, of(field));
      checks.push({ field, ok, expected: expected === BAD ? null : expected, actual: of(field) });
      if (!ok) return { status: "wrong", firstWrong: field, checks };
    }
    return { status: of("status") === "drawn" ? "right" : "not-drawn", firstWrong: null, checks };
  }

  root.verifyDraw = verifyDraw;

  // --- the page -----------------------------------------------------------------------------------------

  function wire(element) {
    const text = (name) => element.getAttribute("data-text-" + name) || "";
    const label = (field) => text("field-" + field.replace(/[._]/g, "-")) || field;
    const verdict = element.querySelector("[data-verify-verdict]");
    const results = element.querySelector("[data-verify-results]");

    function say(words, status) {
      verdict.textContent = words;
      verdict.setAttribute("data-status", status);
    }

    function spell(value) {
      if (value === null) return text("nothing");
      return typeof value === "string" ? value : JSON.stringify(value);
    }

    function show(check) {
      const item = document.createElement("li");
      item.setAttribute("data-field", check.field);
      item.setAttribute("data-ok", String(check.ok));
      const lines = [label(check.field) + " " + text(check.ok ? "ok" : "not-ok")];
      if (!check.ok) lines.push(text("actual") + " " + spell(check.actual));
      if (!check.ok && check.expected !== null) lines.push(text("expected") + " " + spell(check.expected));
      lines.forEach((line) => {
        const shown = document.createElement("div");
        shown.textContent = line;
        item.appendChild(shown);
      });
      results.appendChild(item);
    }

    async function run(read) {
      results.textContent = "";
      if (!root.crypto || !root.crypto.subtle) return say(text("insecure"), "unreadable");
      say(text("running"), "running");
      let record;
      try {
        record = JSON.parse((await read()).replace(/^\uFEFF/, ""));
      } catch (error) {
        return say(text("unreadable"), "unreadable");
      }
      const found = await verifyDraw(record);
      found.checks.forEach(show);
      const words = found.firstWrong === null ? "" : label(found.firstWrong);
      return say(text(found.status).split("{field}").join(words), found.status);
    }

    async function fetched() {
      const answer = await fetch(element.getAttribute("data-record-url"), { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    }

    function on(selector, event, read) {
      const control = element.querySelector(selector);
      if (control) control.addEventListener(event, () => run(() => read(control)));
    }

    on("[data-verify-url]", "click", fetched);
    on("[data-verify-pasted]", "click", async () => element.querySelector("[data-verify-text]").value);
    on("[data-verify-file]", "change", async (input) => {
      const file = input.files[0];
      input.value = ""; // so that the same file, mended, can be opened again
      return new Response(file).text();
    });
    element.hidden = false;
  }

  if (typeof document !== "undefined") document.querySelectorAll("[data-draw-verifier]").forEach(wire);
})(typeof window === "undefined" ? this : window);
