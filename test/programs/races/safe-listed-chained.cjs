// expect: nothing
'use strict';
// A shelf is listed, and each thing on it is looked at in a callback of the chain whose end is ready for what has gone; another task takes one away.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { access, readdir, stat } = fs.promises;
const shelf = fs.mkdtempSync(path.join(os.tmpdir(), 'shelf-'));
for (const name of ['cup', 'jug']) fs.writeFileSync(path.join(shelf, name), name);

function sizes() {
  return readdir(shelf).then((names) =>
    Promise.all(
      names.map((name) => {
        const file = path.join(shelf, name);
        return access(file)
          .then(() => {
            return stat(file).then(({ size }) => size);
          })
          .catch(() => null);
      }),
    ),
  );
}

setTimeout(() => fs.unlinkSync(path.join(shelf, 'cup')), 40);
setTimeout(async () => {
  console.log((await sizes()).join());
}, 5);
process.on('exit', () => fs.rmSync(shelf, { recursive: true }));
