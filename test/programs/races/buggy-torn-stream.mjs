// expect: race.fs.torn-read 22
// A report is streamed to whoever asks while a job writes it anew.
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'torn-stream-'));
const file = path.join(folder, 'report.csv');
fs.writeFileSync(file, 'old\n');

async function build(started) {
  const out = fs.createWriteStream(file);
  for (let part = 0; part < 10; part++) {
    await new Promise((resolve) => out.write('x'.repeat(50000), resolve));
    if (part === 0) await started();
  }
  await new Promise((resolve) => out.end(resolve));
}
const server = http.createServer((request, response) => {
  fs.createReadStream(file).pipe(response);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function download() {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
  return (await answer.text()).length;
}
const sizes = [];
// Asked for after the first part: the next ones are on their way while the answer is read.
await build(() => {
  sizes.push(download(), download(), download());
  return once(server, "request");
});
console.log((await Promise.all(sizes)).length);
server.closeAllConnections();
server.close();
fs.rmSync(folder, { recursive: true });
