'use strict';
const hits = new Map();

function allow(address) {
  const count = (hits.get(address) ?? 0) + 1;
  hits.set(address, count);
  return count <= 10;
}

module.exports = { allow };

setInterval(() => hits.clear(), 500);
