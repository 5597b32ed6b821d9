// expect: promise.floating main.mjs:18
import http from 'node:http';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const file = path.join(os.tmpdir(), `interleave-journal-${process.pid}.txt`);

async function note(text) {
  await sleep(80);
  await fs.appendFile(file, `${text}\n`);
}

// The journal is looked at when all have been told that they stand in it.
const server = http.createServer(async (req, res) => {
  await sleep(1);
  note(req.url);
  res.end('noted');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;
for (const id of ['lamp', 'chair']) await (await fetch(`${base}/${id}`)).text();
console.log((await fs.readFile(file, 'utf8').catch(() => '')).split('\n').length - 1, 'of 2');
server.close();
server.closeAllConnections();
setTimeout(() => fs.rm(file, { force: true }), 300);
