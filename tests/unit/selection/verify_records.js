// Runs verify_draw.js as a page would and checks the records on standard input; prints the results as JSON.
"use strict";

const fs = require("fs");
const vm = require("vm");

const page = { crypto: globalThis.crypto || require("crypto").webcrypto };
const browser = vm.createContext({ window: page, TextEncoder, Uint8Array });
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), browser);

const records = JSON.parse(fs.readFileSync(0, "utf8"));
Promise.all(records.map((record) => page.verifyDraw(record))).then((results) => {
  process.stdout.write(JSON.stringify(results));
});
