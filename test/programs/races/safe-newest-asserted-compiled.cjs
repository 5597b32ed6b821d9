// expect: nothing
// As in safe-newest-asserted, as a compiler writes it.
'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
const strict_1 = { default: require('node:assert/strict') };
const promises_1 = require('node:timers/promises');

let latest;

async function answer([name, ms]) {
  await (0, promises_1.setTimeout)(ms);
  return name;
}

async function ask(question) {
  latest = await answer(question);
  return latest;
}

async function main() {
  const asked = [ask(['slow', 60])];
  await (0, promises_1.setTimeout)(5);
  asked.push(ask(['quick', 10]), ask(['last', 80]));
  await (0, promises_1.setTimeout)(35);
  strict_1.default.equal(latest, 'quick');
  await Promise.all(asked);
  strict_1.default.equal(latest, 'last');
}

main();
