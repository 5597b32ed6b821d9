// expect: await.in-loop@info main.js:19 ; await.in-loop@info main.js:29
'use strict';
const { createReadStream } = require('node:fs');
const { opendir } = require('node:fs/promises');
const http = require('node:http');
const path = require('node:path');
const readline = require('node:readline');

const hardiness = http.createServer((request, response) => {
  setTimeout(() => response.end(String(request.url.length)), 60);
});

// The file is read long before the first answer has come.
async function zonesOf(file, base) {
  const zones = new Map();
  const lines = readline.createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const plant of lines) {
    if (plant === '') continue;
    const answer = await fetch(`${base}/zone/${plant}`);
    zones.set(plant, Number(await answer.text()));
  }
  return zones;
}

// The same with the files of a folder.
async function sizesOf(folder, base) {
  const sizes = {};
  for await (const entry of await opendir(folder)) {
    sizes[entry.name] = await sizeOf(`${base}/size/${entry.name}`);
  }
  return sizes;
}

async function sizeOf(url) {
  const answer = await fetch(url);
  return (await answer.text()).length;
}

hardiness.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${hardiness.address().port}`;
  const zones = await zonesOf(path.join(__dirname, 'plants.txt'), base);
  const sizes = await sizesOf(path.join(__dirname, 'beds'), `${base}/${zones.size}`);
  console.log(zones.size, Object.keys(sizes).length);
  hardiness.close();
  hardiness.closeAllConnections();
});
