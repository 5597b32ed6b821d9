'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

async function translate(sign) {
  const words = sign.words();
  await sleep(20);
  return sign
    .words()
    .split(' ')
    .map((word, at) => `${word} ${words.split(' ')[at]?.length}`);
}

module.exports = { translate };
