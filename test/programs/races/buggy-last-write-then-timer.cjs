// expect: race.order.last-write 12
// The first look is set going by the start of the program, the second one by a timer; the answer to the first comes last.
'use strict';
const { EventEmitter } = require('node:events');
const answers = new Map();
const ask = (text) => new Promise((resolve) => answers.set(text, resolve));
const editor = new EventEmitter();
const panel = { messages: [] };

function lint(text) {
  return ask(text).then((found) => {
    panel.messages = found;
  });
}

async function main() {
  const runs = [];
  editor.on('change', (text) => runs.push(lint(text)));
  editor.emit('change', 'a;');
  setTimeout(() => editor.emit('change', 'a'), 5);
  setTimeout(() => answers.get('a')([]), 60);
  setTimeout(() => answers.get('a;')(['no semicolon']), 120);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.all(runs);
  console.log(Array.isArray(panel.messages));
}
main();
