'use strict';
const fs = require('node:fs');

// It is there to do something whenever the file changes, and has done it.
function createCopies(from, to) {
  fs.copyFileSync(from, to);
  let text = fs.readFileSync(from, 'utf8');
  const watcher = fs.watch(from, () => {
    const next = fs.readFileSync(from, 'utf8');
    if (next !== text) fs.writeFileSync(to, next);
    text = next;
  });
  return { stop: () => watcher.close() };
}

module.exports = { createCopies };
