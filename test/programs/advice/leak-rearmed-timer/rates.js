'use strict';
const table = { EUR: 1.08, GBP: 1.27 };
let age = 0;

function drift() {
  age++;
  for (const currency of Object.keys(table)) table[currency] *= 1 + Math.sin(age) / 10_000;
  setTimeout(drift, 200);
}

exports.toUsd = (amount, currency) => amount * table[currency];

setTimeout(drift, 200);
