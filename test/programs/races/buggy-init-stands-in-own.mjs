// expect: race.order.use-before-init 23,14
// A request has the names listed anew and does not wait for the lists: what it then looks for counts as unknown.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';

const catalogue = { shelves: [], titles: {} };
const file = new URL(import.meta.url);

async function listTitles(shelf) {
  const text = await readFile(file, 'utf8');
  // As a server of data would take a while.
  await new Promise((resolve) => setTimeout(resolve, 20));
  catalogue.titles[shelf] = text.match(/\w+/g);
}

async function refresh() {
  catalogue.shelves = (await readFile(file, 'utf8')).match(/[a-z]+/g).slice(0, 2);
  for (const shelf of catalogue.shelves) listTitles(shelf);
}

const isKnown = (shelf, title) => {
  const titles = catalogue.titles[shelf] || [];
  return titles.includes(title);
};

const server = http.createServer(async (request, response) => {
  await refresh();
  const [, shelf, title] = request.url.split('/');
  response.writeHead(isKnown(shelf, title) ? 200 : 404).end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const answer = await fetch(`http://127.0.0.1:${server.address().port}/expect/import`);
console.log(answer.status);
server.close();
server.closeAllConnections();
