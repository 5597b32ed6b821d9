// expect: race.order.use-before-init 10
// The line is worked off by somebody else, and the promise is made only after the note is written.
const { writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

async function add(bus, file) {
  let settle;
  bus.on('done', (value) => {
    settle(value);
  });
  await writeFile(file, 'added\n');
  return new Promise((resolve) => {
    settle = resolve;
  });
}

const bus = new (require('node:events'))();
add(bus, path.join(os.tmpdir(), `added-${process.pid}`)).then(console.log);
setTimeout(() => bus.emit('done', 1), 60);
