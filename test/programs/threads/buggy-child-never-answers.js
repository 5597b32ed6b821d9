// expect: promise.never-settles 18
const { fork } = require('node:child_process');
if (process.argv[2] === 'child') {
  process.on('message', ({ id, text }) => {
    if (text !== '') process.send({ id, text: text.toUpperCase() });
  });
} else {
  const child = fork(__filename, ['child']);
  const open = new Map();
  child.on('message', ({ id, text }) => open.get(id)(text));
  const upper = (text) => new Promise((resolve) => {
    open.set(open.size, resolve);
    child.send({ id: open.size - 1, text });
  });
  async function main() {
    console.log(await upper('one'));
    const texts = ['two', ''];
    for (const text of texts) console.log(await upper(text));
    child.disconnect();
  }
  main();
}
