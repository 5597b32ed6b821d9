// expect: race.fs.torn-read 20,26
// One request writes the file in its place, any other reads it.
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = await mkdtemp(join(tmpdir(), 'choir-'));
const file = join(dir, 'choir.json');
await writeFile(file, '{"singers":[]}');

async function bodyOf(request) {
  let body = '';
  for await (const part of request) body += part;
  return body;
}

async function choir() {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function answer(request, response) {
  if (request.method === 'PUT') {
    const singers = (await bodyOf(request)).split(',');
    await writeFile(file, JSON.stringify({ singers }));
    response.end();
  } else response.end(String((await choir()).singers.length));
}

const server = createServer((request, response) => {
  void answer(request, response);
});
await new Promise((resolve) => server.listen(0, resolve));
const url = `http://localhost:${server.address().port}/`;
const told = fetch(url, { method: 'PUT', body: 'Ada,Bo' });
await sleep(600);
const response = await fetch(url);
console.log((await told).status, await response.text());
server.close();
await rm(dir, { recursive: true });
