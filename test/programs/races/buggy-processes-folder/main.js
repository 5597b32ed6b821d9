// expect: race.fs.toctou shard.js:7,shard.js:8
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'shots-'));
// The second shard is late: it finds the folder that the first one has made.
const shards = [0, 800].map(
  (after, shard) =>
    new Promise((resolve) => {
      setTimeout(() => fork(path.join(__dirname, 'shard.js'), [root, String(shard)]).on('exit', resolve), after);
    }),
);
Promise.all(shards).then(() => {
  console.log(fs.readdirSync(path.join(root, 'shots')).length);
  fs.rmSync(root, { recursive: true });
});
