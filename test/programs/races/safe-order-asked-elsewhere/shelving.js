'use strict';
const { withLedger, withShelves } = require('./withLocks.js');

const lines = [];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function move(from, to) {
  return withShelves(async () => {
    await pause(3);
    await withLedger(() => lines.push(`${from} > ${to}`));
  });
}

async function count() {
  return withShelves(async () => {
    await pause(2);
    return withLedger(() => lines.length);
  });
}

module.exports = { move, count };
