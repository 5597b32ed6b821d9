'use strict';
const { open, readFile, rename, rm, writeFile } = require('node:fs/promises');
const { setTimeout: delay } = require('node:timers/promises');

const [file] = process.argv.slice(2);

async function take() {
  for (let tries = 0; tries < 2000; tries++) {
    try {
      await (await open(`${file}.taken`, 'wx')).close();
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await delay(2);
    }
  }
  throw new Error('never free');
}

async function stamp() {
  await take();
  const count = Number(await readFile(file, 'utf8')) + 1;
  await writeFile(`${file}.${process.pid}`, String(count));
  await rename(`${file}.${process.pid}`, file);
  await rm(`${file}.taken`);
}

process.once('message', async () => {
  for (let i = 0; i < 10; i++) {
    await stamp();
    await delay(1);
  }
  process.disconnect();
});
process.send('ready');
