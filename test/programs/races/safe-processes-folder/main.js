// expect: nothing
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'shots-'));
// What is there before they start, each of them finds.
fs.mkdirSync(path.join(root, 'logs'));
// The second shard is late: it finds the folder that the first one has made.
const shards = [0, 800].map(
  (after, shard) =>
    new Promise((resolve) => {
      setTimeout(() => fork(path.join(__dirname, 'shard.js'), [root, String(shard)]).on('exit', resolve), after);
    }),
);
Promise.all(shards).then(() => {
  console.log(fs.readdirSync(root).length);
  fs.rmSync(root, { recursive: true });
});
