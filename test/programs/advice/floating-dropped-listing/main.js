// expect: promise.floating main.js:26
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function shrink(photo) {
  return sleep(60).then(() => photo.toUpperCase());
}

function store(folder, photo) {
  return shrink(photo).then((small) => fs.writeFile(path.join(folder, `${photo}.jpg`), small));
}

function exportAll(folder, photos) {
  return Promise.all(photos.map((photo) => store(folder, photo)));
}

// A step forgets to return its promise: the next one lists an empty folder.
async function album(photos) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'album-'));
  const names = await sleep(2)
    .then(() => {
      exportAll(folder, photos);
    })
    .then(() => fs.readdir(folder));
  console.log(names.length, 'of', photos.length);
  return folder;
}

album(['lake', 'hill']).then((folder) => sleep(300).then(() => fs.rm(folder, { recursive: true })));
