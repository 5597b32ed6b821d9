// expect: nothing
// Map tiles, drawn where the file is missing and moved to their place; what is removed meanwhile is drawn anew, and who finds a tile writes nothing.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tiles-'));
let drafts = 0;

function draw(file, callback) {
  setTimeout(() => {
    const draft = `${file}.${++drafts}`;
    fs.writeFile(draft, 'hills', (error) => {
      if (error) return callback(error);
      fs.rename(draft, file, (failed) => callback(failed, 'hills'));
    });
  }, 10);
}

function tile(x, y, callback) {
  const file = path.join(folder, `${x}-${y}`);
  fs.readFile(file, 'utf8', (error, text) => {
    if (error && error.code === 'ENOENT') draw(file, callback);
    else callback(error, text);
  });
}

function forget(x, y, callback) {
  fs.unlink(path.join(folder, `${x}-${y}`), callback);
}

const show = (error, text) => console.log(error ? error.message : text);
tile(3, 4, show);
setTimeout(tile, 160, 3, 4, show);
setTimeout(forget, 280, 3, 4, () => {});
setTimeout(tile, 360, 3, 4, show);
setTimeout(() => fs.rmSync(folder, { recursive: true }), 560);
