'use strict';
const fs = require('node:fs');
const path = require('node:path');

const [root, shard] = process.argv.slice(2);
function prepare(folder) {
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(folder);
  return folder;
}
fs.writeFileSync(path.join(prepare(path.join(root, 'shots')), `${shard}.png`), shard);
