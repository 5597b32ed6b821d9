// expect: race.fs.torn-read 17,19
// What a request fetches is kept in a file, piece by piece as it comes; another request finds the file and takes it for the whole.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-kept-'));
const pieces = new http.Server().listen(0, '127.0.0.1');
pieces.on('request', (request, response) => {
  response.write('first,');
  setTimeout(() => response.end('second'), 400);
});
const server = http.createServer((request, response) => {
  const file = path.join(folder, 'kept');
  if (fs.existsSync(file)) return fs.createReadStream(file).pipe(response);
  http.get({ port: pieces.address().port, agent: false }, (source) => {
    source.pipe(fs.createWriteStream(file));
    source.pipe(response);
  });
});
await once(server.listen(0, '127.0.0.1'), 'listening');

async function ask() {
  const [response] = await once(http.get({ port: server.address().port, agent: false }), 'response');
  return (await response.toArray()).join('');
}
const first = ask();
await new Promise((resolve) => setTimeout(resolve, 200));
console.log(await ask(), await first);
server.close();
pieces.close();
fs.rmSync(folder, { recursive: true });
