'use strict';
const fs = require('node:fs');
const path = require('node:path');

const [root, shard] = process.argv.slice(2);

// Whoever comes second does not mind.
function recursive(folder) {
  if (!fs.existsSync(folder)) fs.mkdirSync(folder, { recursive: true });
  return folder;
}
// Or is ready for it.
function caught(folder) {
  if (fs.existsSync(folder)) return folder;
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return folder;
}
function ignored(folder) {
  if (fs.existsSync(folder)) return folder;
  try {
    fs.mkdirSync(folder);
  } catch {
    // Another shard was faster.
  }
  return folder;
}
async function handled(folder) {
  if (fs.existsSync(folder)) return folder;
  await fs.promises.mkdir(folder).catch((error) => {
    if (!fs.existsSync(folder)) throw error;
  });
  return folder;
}
// A folder of its own.
function own(folder) {
  if (!fs.existsSync(folder)) fs.mkdirSync(folder);
  return folder;
}
function given(folder) {
  if (!fs.existsSync(folder)) fs.mkdirSync(folder);
  return folder;
}
const put = (folder) => fs.writeFileSync(path.join(folder, `${shard}.png`), shard);
put(recursive(path.join(root, 'recursive')));
put(caught(path.join(root, 'caught')));
put(ignored(path.join(root, 'ignored')));
put(own(path.join(root, `own-${shard}`)));
put(given(path.join(root, 'logs')));
handled(path.join(root, 'handled')).then(put);
