// What a page gains where scripts run; without this file everything still works.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, name) => values[name]);
  const failed = document.body.dataset.outcome === "failed";

  // The error summary, the confirmation: whoever listens hears them first.
  const first = document.querySelector("[data-focus]");
  if (first && !location.hash) first.focus();

  // Countdowns run from the seconds the server counted, because the clock of this machine may be wrong.
  const started = performance.now();
  const passed = () => Math.floor((performance.now() - started) / 1000);
  const tick = () => {
    for (const element of all("[data-countdown]")) {
      const left = Number(element.dataset.countdown) - passed();
      const values = { d: Math.floor(left / 86400), h: Math.floor(left / 3600) % 24, m: Math.floor(left / 60) % 60, s: left % 60 };
      const text = left <= 0 ? "over" : values.d ? "days" : values.h ? "hours" : "minutes";
      if (text === "hours") values.h = Math.floor(left / 3600);
      const words = fill(element.dataset[text], values);
      if (element.textContent !== words) element.textContent = words;
      element.parentElement.classList.toggle("countdown-soon", left > 0 && left < 86400);
      element.parentElement.classList.toggle("countdown-over", left <= 0);
    }
  };
  if (document.querySelector("[data-countdown]")) { tick(); setInterval(tick, 1000); }

  // The amount in capital characters: kernel/money.py.
  const DIGITS = "零壹贰叁肆伍陆柒捌玖";
  const join = (value, places) => {
    let written = "", gap = false;
    for (const [size, unit, write] of places) {
      const part = Math.floor(value / size) % (places.length === 4 ? 10 : 10000);
      if (part) written += (written && (gap || (places.length === 3 && part < 1000)) ? "零" : "") + write(part) + unit;
      gap = !part;
    }
    return written;
  };
  const digit = (part) => DIGITS[part];
  const group = (part) => join(part, [[1000, "仟", digit], [100, "佰", digit], [10, "拾", digit], [1, "", digit]]);
  const written = (yuan, jiao, fen) => {
    let words = yuan || !(jiao || fen) ? (join(yuan, [[1e8, "亿", group], [1e4, "万", group], [1, "", group]]) || "零") + "元" : "";
    if (jiao) words += DIGITS[jiao] + "角";
    else if (fen && yuan) words += "零";
    return words + (fen ? DIGITS[fen] + "分" : "整");
  };
  const PLACES = { "": 2, 万: 6, 亿: 10 };
  const capital = (typed) => {
    const plain = typed.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\s/g, "");
    const match = /^[¥￥]?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?([万亿]?)元?$/.exec(plain);
    const places = match && PLACES[match[3]], part = match && (match[2] || "");
    if (!match || part.length > places) return "";
    const fen = (match[1].replace(/,/g, "") + part.padEnd(places, "0")).replace(/^0+/, "").padStart(3, "0");
    return fen.length > 14 ? "" : written(Number(fen.slice(0, -2)), Number(fen.at(-2)), Number(fen.at(-1)));
  };
  for (const input of all("[data-capital]")) {
    const echo = document.getElementById(input.dataset.capital);
    input.addEventListener("input", () => { echo.textContent = capital(input.value); });
  }

  // How many characters are left; counted as the server counts, by code point.
  for (const count of all("[data-count-for]")) {
    const field = document.getElementById(count.dataset.countFor);
    const show = () => {
      const left = Number(count.dataset.max) - [...field.value.trim()].length;
      count.textContent = fill(left < 0 ? count.dataset.over : count.dataset.left, { n: Math.abs(left) });
      count.classList.toggle("count-over", left < 0);
    };
    field.addEventListener("input", show);
    show();
  }

  // A file that is too large is named before it is sent.
  for (const field of all("[data-max-bytes]")) {
    field.addEventListener("change", () => {
      const large = [...field.files].some((file) => file.size > Number(field.dataset.maxBytes));
      field.setCustomValidity(large ? field.dataset.tooLarge : "");
      if (large) field.reportValidity();
    });
  }

  for (const box of all("[data-copy]")) {
    const input = box.querySelector("input"), button = box.querySelector("button");
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(input.value);
      button.querySelector("span").textContent = button.dataset.copied;
    });
  }

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // What was typed outlives an expired session, a lost network, the back button; it stays in this tab.
  const PENDING = "kept:pending";
  const storage = (() => { try { return window.sessionStorage; } catch { return null; } })();
  const keyOf = (form) => `kept:${new URL(form.action).pathname}#${form.id}`;
  const keepable = (form) => [...form.elements].filter((field) =>
    field.name && !["hidden", "file", "password", "submit", "button", "fieldset"].includes(field.type) && !("noKeep" in field.dataset));
  const values = (form) => keepable(form).map((field) => [field.name, field.value, field.checked]);
  const put = (field, value, checked) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = checked;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const restore = (form) => {
    const kept = JSON.parse(storage.getItem(keyOf(form)) || "null");
    if (!kept || failed) return;
    const now = values(form), fields = keepable(form);
    if (kept.length !== now.length || JSON.stringify(kept) === JSON.stringify(now)) return;
    kept.forEach(([name, value, checked], index) => { if (fields[index].name === name) put(fields[index], value, checked); });
    const note = document.createElement("p");
    note.className = "banner banner-info";
    note.setAttribute("role", "status");
    note.textContent = form.dataset.keep;
    form.prepend(note);
  };
  if (storage) {
    const pending = storage.getItem(PENDING);
    if (pending && !failed) storage.removeItem(pending);
    storage.removeItem(PENDING);
    for (const form of all("form[data-keep]")) {
      restore(form);
      form.addEventListener("input", () => storage.setItem(keyOf(form), JSON.stringify(values(form))));
      form.addEventListener("submit", (event) => { if (!event.defaultPrevented) storage.setItem(PENDING, keyOf(form)); });
    }
  }

  // Ask once more where it matters; send once however often it is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (form.dataset.sent || (question && !window.confirm(question))) { event.preventDefault(); return; }
    if ("guard" in form.dataset) {
      form.dataset.sent = "yes";
      if (button) button.setAttribute("aria-disabled", "true");
    }
  }, true);
  window.addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) {
      delete form.dataset.sent;
      all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
    }
  });

  // Two minutes before the session ends, offer to stay.
  const dialog = document.querySelector("[data-session]");
  if (dialog && dialog.showModal) {
    const form = dialog.querySelector("form");
    let timers = [];
    const arm = (seconds) => {
      timers.forEach(clearTimeout);
      timers = [
        setTimeout(() => dialog.open || dialog.showModal(), Math.max(0, seconds - 120) * 1000),
        setTimeout(() => { dialog.querySelector("[data-session-text]").textContent = dialog.dataset.over; }, seconds * 1000),
      ];
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      // The answer leads back to this very page, which says how long the session lasts now.
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-session]");
      if (!fresh) { location.reload(); return; }
      arm(Number(fresh.dataset.session));
      dialog.close();
    });
    arm(Number(dialog.dataset.session));
  }
})();
