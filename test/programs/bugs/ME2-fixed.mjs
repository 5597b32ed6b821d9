// expect: nothing
/** ME2, repaired: the server listens when all the lists are there. And what a client has made and waited for is there when it asks for it. */
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const collections = new Map();
const drafts = new Map();

async function updateCollections(database) {
  await sleep(database.length * 10);
  return [`${database}_a`, `${database}_b`];
}

async function connect() {
  for (const database of ['crm', 'cms']) collections.set(database, await updateCollections(database));
}

async function load(name) {
  await sleep(10);
  return { name };
}

async function createDraft(id) {
  drafts.set(id, await load(`draft ${id}`));
  return id;
}

await connect();

const server = http.createServer((request, response) => {
  const [, database, collection] = request.url.split('/');
  if (database === 'drafts') return response.end(drafts.get(collection).name);
  response.writeHead(collections.get(database).includes(collection) ? 200 : 404).end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const base = `http://127.0.0.1:${server.address().port}`;
console.log((await fetch(`${base}/cms/cms_a`)).status);
const id = await createDraft('d1');
console.log(await (await fetch(`${base}/drafts/${id}`)).text());
server.closeAllConnections();
server.close();
