// expect: nothing
// Only the answer to the newest look is kept.
'use strict';
const { EventEmitter } = require('node:events');
const answers = new Map();
const ask = (text) => new Promise((resolve) => answers.set(text, resolve));
const editor = new EventEmitter();
const panel = { messages: [] };
let newest = 0;

function lint(text) {
  const mine = ++newest;
  return ask(text).then((found) => {
    if (mine !== newest) return;
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
