// expect: nothing
// What a request fetches gets its name when all of it is there. A log that the program itself writes by a stream is read as far as it goes.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-kept-'));
const kept = [];
const log = fs.createWriteStream(path.join(folder, 'log'));
log.write('begin\n');
const pieces = new http.Server().listen(0, '127.0.0.1');
pieces.on('request', (request, response) => {
  response.write('first,');
  setTimeout(() => response.end('second'), 400);
});
const server = http.createServer((request, response) => {
  const file = path.join(folder, 'new');
  if (request.url === '/log') return fs.createReadStream(path.join(folder, 'log')).pipe(response);
  http.get({ port: pieces.address().port, agent: false }, (source) => {
    const part = fs.createWriteStream(`${file}.part`);
    part.on('finish', () => kept.push(file));
    source.pipe(part);
    source.pipe(response);
  });
});
await once(server.listen(0, '127.0.0.1'), 'listening');

async function ask(url) {
  const [response] = await once(http.get({ port: server.address().port, path: url, agent: false }), 'response');
  return (await response.toArray()).join('');
}
const first = ask('/kept');
await new Promise((resolve) => setTimeout(resolve, 200));
console.log(await ask('/log'), await first);
log.end('end\n');
await once(log, 'close');
server.close();
pieces.close();
fs.rmSync(folder, { recursive: true });
