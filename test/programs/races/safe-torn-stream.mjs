// expect: nothing
// A report is streamed to whoever asks, and a job that writes it anew puts it in its place when it is whole. Later somebody reads what was written before.
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'torn-stream-'));
const file = path.join(folder, 'report.csv');
fs.writeFileSync(file, 'old\n');

async function build(started) {
  const out = fs.createWriteStream(`${file}.new`);
  for (let part = 0; part < 10; part++) {
    await new Promise((resolve) => out.write('x'.repeat(50000), resolve));
    if (part === 0) await started();
  }
  await new Promise((resolve) => out.end(resolve));
  fs.renameSync(`${file}.new`, file);
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
console.log(await download());
const out = fs.createWriteStream(file);
out.end("new");
await once(out, "close");
console.log(await download());
console.log((await Promise.all(sizes)).length);
server.closeAllConnections();
server.close();
fs.rmSync(folder, { recursive: true });
