'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

async function translate(sign) {
  const words = sign.words();
  await sleep(20);
  if (sign.words() !== words) return null;
  return words.split(' ').map((word) => `${word} ${word.length}`);
}

module.exports = { translate };
