// Makes a chain with beacon_chain.js and walks it; prints the chain and what each step answered as JSON.
"use strict";

const fs = require("fs");
const vm = require("vm");

const page = { crypto: globalThis.crypto || require("crypto").webcrypto };
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), vm.createContext({ window: page, Uint8Array }));
const { make, next } = page.beaconChain;
const answer = (promise) => promise.catch((error) => error.message);

async function walk() {
  const file = await make(3);
  const steps = [];
  for (const last of [file.anchor].concat(file.values)) steps.push(await answer(next(file, ["f".repeat(64), last], [])));
  const broken = Object.assign({}, file, { values: ["0".repeat(64)].concat(file.values.slice(1)) });
  return {
    file,
    steps,
    stranger: await answer(next(file, ["f".repeat(64)], [])),
    broken: await answer(next(broken, [file.anchor], [])),
    today: await answer(next(file, ["f".repeat(64)], [file.values[0]])),
    unreadable: await answer(next({ format: "draw/1" }, [file.anchor], [])),
    tooLong: await answer(make(10001)),
  };
}

walk().then((walked) => process.stdout.write(JSON.stringify(walked)));
