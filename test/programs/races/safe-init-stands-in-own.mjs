// expect: nothing
// The first lists are awaited; later requests have them made anew and answer by those that they know, as they mean to. Of what nobody listed nothing is known.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';

const catalogue = { shelves: [], titles: {} };
const file = new URL(import.meta.url);

async function listTitles(shelf) {
  const text = await readFile(file, 'utf8');
  await new Promise((resolve) => setTimeout(resolve, 20));
  catalogue.titles[shelf] = text.match(/\w+/g);
}

async function refresh() {
  catalogue.shelves = (await readFile(file, 'utf8')).match(/[a-z]+/g).slice(0, 2);
  await Promise.all(catalogue.shelves.map(listTitles));
}

const isKnown = (shelf, title) => {
  const titles = catalogue.titles[shelf] || [];
  return titles.includes(title);
};

let first;
const server = http.createServer(async (request, response) => {
  if (first) refresh().catch(console.error);
  await (first ??= refresh());
  const [, shelf, title] = request.url.split('/');
  response.writeHead(isKnown(shelf, title) ? 200 : 404).end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
for (const path of ['/expect/import', '/expect/import', '/cellar/import']) console.log((await fetch(base + path)).status);
await new Promise((resolve) => setTimeout(resolve, 60));
server.close();
server.closeAllConnections();
