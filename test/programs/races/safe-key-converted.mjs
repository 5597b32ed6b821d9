// expect: nothing
// The key of a record comes as a text, and is made a number where it is used. What is there is read behind the wait; and another record is another one.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const shelves = [{ name: 'top', books: { loan: 0, sold: 0 } }];
async function print(label) {
  await sleep(label.length % 4);
  return label.toUpperCase();
}

async function count(params) {
  const label = await print(params.kind);
  const shelf = shelves[Number(params.id)];
  const books = { ...shelf.books };
  books[params.kind]++;
  shelves[Number(params.id)] = { ...shelf, books, label };
  return books[params.kind];
}

const server = http.createServer(async (request, response) => {
  const [, id, kind] = request.url.split('/');
  response.end(String(await count({ id, kind })));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const ask = async (path) => (await fetch(`http://127.0.0.1:${server.address().port}/${path}`)).text();
await Promise.all(['0/loan', '0/sold', '0/loan'].map(ask));
console.log(shelves[0].books.loan + shelves[0].books.sold);
server.close();
server.closeAllConnections();
