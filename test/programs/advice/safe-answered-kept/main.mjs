// expect: nothing
import http from 'node:http';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const file = path.join(os.tmpdir(), `interleave-journal-${process.pid}.txt`);
await fs.writeFile(file, 'opened\n');

async function note(text) {
  try {
    await sleep(80);
    await fs.appendFile(file, `${text}\n`);
  } catch (error) {
    console.error(error);
  }
}

// Nobody who asks looks into the journal: that is done from time to time, by somebody else.
const server = http.createServer(async (req, res) => {
  await sleep(1);
  note(req.url);
  res.end('noted');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;
let size = 0;
const looks = setInterval(async () => (size = (await fs.readFile(file, 'utf8')).length), 30);
for (const id of ['lamp', 'chair']) await (await fetch(`${base}/${id}`)).text();
server.close();
server.closeAllConnections();
clearInterval(looks);
setTimeout(() => fs.rm(file, { force: true }), 300);
console.log('seen', size > 0);
