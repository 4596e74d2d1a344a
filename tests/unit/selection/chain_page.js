// Presses "make" on a page made of stubs; prints what the fields and the saved file say as JSON.
"use strict";

const fs = require("fs");
const vm = require("vm");

const field = (value) => ({ value, readOnly: false, dispatchEvent() {} });
const anchor = field("typed before");
const length = field("1000");
let press = null;
let saved = null;
const parts = {
  "[data-anchor]": anchor,
  "[data-length-field]": length,
  "[data-beacon-status]": { setAttribute() {} },
  "[data-make]": { addEventListener: (_, listener) => { press = listener; } },
};
const asked = { "data-length": "7", "data-file-name": "chain.json" };
const box = { querySelector: (name) => parts[name], getAttribute: (name) => asked[name] || "" };
const link = { click() {}, remove() {} };
const document = {
  querySelectorAll: (name) => (name === "[data-beacon-make]" ? [box] : []),
  createElement: () => link,
  body: { appendChild() {} },
};
const page = { crypto: globalThis.crypto || require("crypto").webcrypto };
const URL = { createObjectURL: (blob) => { saved = blob.text; return "blob:1"; }, revokeObjectURL() {} };
const Blob = class { constructor(texts) { this.text = texts[0]; } };
const Event = class {};
const around = { window: page, document, Uint8Array, URL, Blob, Event, setTimeout() {} };
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), vm.createContext(around));

press().then(() => process.stdout.write(JSON.stringify({ anchor, length, file: JSON.parse(saved) })));
