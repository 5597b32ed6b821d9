// expect: listener.leak main.js:10
'use strict';
const { EventEmitter } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const bus = new EventEmitter();

function answerTo(id) {
  return new Promise((resolve) => {
    bus.on('answer', (answer) => {
      if (answer.id === id) resolve(answer.text);
    });
    setTimeout(() => bus.emit('answer', { id, text: `number ${id}` }), 2);
  });
}

async function main() {
  for (let id = 0; id < 16; id++) console.log(await answerTo(id));
  await sleep(20);
}
main();
