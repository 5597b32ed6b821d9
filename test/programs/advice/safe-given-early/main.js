// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const stock = { bolt: 40, nut: 12, pin: 7 };

// Each name is there at once, and what comes later is waited for.
async function levels(names) {
  const found = new Map();
  const loading = [];
  names.forEach(async (name) => {
    found.set(name, stock[name]);
    await sleep(2);
  });
  names.forEach((name) => {
    loading.push(sleep(5).then(() => found.set(name, stock[name] * 2)));
  });
  await Promise.all(loading);
  return found;
}

// Whoever asks for connections looks when they are there.
function connections(hosts) {
  const open = [];
  hosts.forEach(async (host) => {
    await sleep(3);
    open.push(host);
  });
  return open;
}

async function main() {
  const open = connections(['a', 'b']);
  const found = await levels(Object.keys(stock));
  await sleep(20);
  console.log(`${found.size} parts, ${open.length} connections`);
}
main();
