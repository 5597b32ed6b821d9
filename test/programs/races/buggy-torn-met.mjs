// expect: race.fs.torn-read 19,24
// Two requests that are there at one time: which of them gets to the file first is chance.
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = await mkdtemp(join(tmpdir(), 'menu-'));
const file = join(dir, 'menu.json');
let tail = Promise.resolve();

function inTurn(step) {
  const run = tail.then(step);
  tail = run.catch(() => {});
  return run;
}

async function load() {
  return JSON.parse(await readFile(file, 'utf8'));
}

const change = async (name, cents) => {
  const menu = await load();
  await writeFile(file, JSON.stringify({ ...menu, [name]: cents }));
};

const server = createServer(async (request, response) => {
  const name = request.url.slice(1);
  if (request.method === 'PUT') {
    await inTurn(() => change(name, 300));
    response.end();
  } else {
    const menu = await load();
    response.end(String(menu[name]));
  }
});
await writeFile(file, JSON.stringify({ soup: 250 }));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const ask = async (method, name) => {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/${name}`, { method });
  return answer.text();
};
await ask('PUT', 'salt');
await Promise.all([ask('GET', 'soup'), ask('PUT', 'stew'), ask('GET', 'soup'), ask('PUT', 'cake')]);
console.log(await ask('GET', 'soup'));
server.closeAllConnections();
server.close();
await rm(dir, { recursive: true });
