// expect: race.order.use-before-init 25,20
// What each shelf holds is looked up when the program starts, and again for each request, and nobody waits for it: a request that comes early is told that there is no such book.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const shelves = { north: ['atlas', 'bible'], south: ['diary'] };
const listShelves = () => sleep(4).then(() => Object.keys(shelves));
const listBooks = (shelf) => sleep(8).then(() => shelves[shelf]);

class Library {
  names = [];
  books = new Map();

  async lookAround() {
    const names = await listShelves();
    this.names = names;
    names.forEach(async (name) => {
      const books = await listBooks(name);
      this.books.set(name, books);
    });
  }

  has(shelf, book) {
    return this.books.get(shelf)?.includes(book) ?? false;
  }
}

const library = new Library();
await library.lookAround();
const server = http.createServer(async (request, response) => {
  await library.lookAround();
  const [shelf, book] = request.url.slice(1).split('/');
  if (!library.has(shelf, book)) return response.writeHead(404).end();
  response.end('lent');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
const ask = (path) =>
  new Promise((resolve) => {
    http.get({ port, host: '127.0.0.1', path: `/${path}`, agent: false }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
  });
await sleep(100);
console.log(await Promise.all(['north/atlas', 'south/diary', 'north/bible'].map(ask)));
await sleep(60);
server.close();
