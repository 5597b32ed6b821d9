// expect: nothing
// What each shelf holds is looked up when the program starts, and again for each request, which waits for it. What a book is about is looked up ahead, and by whoever misses it.
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
    await Promise.all(
      names.map(async (name) => {
        const books = await listBooks(name);
        this.books.set(name, books);
      }),
    );
  }

  has(shelf, book) {
    return this.books.get(shelf)?.includes(book) ?? false;
  }
}

const subjects = new Map();

async function lookUp(book) {
  const subject = await sleep(5).then(() => `on ${book}`);
  subjects.set(book, subject);
}

async function subjectOf(book) {
  if (!subjects.has(book)) await lookUp(book);
  return subjects.get(book);
}

for (const book of ['atlas', 'diary']) lookUp(book).catch(console.error);

const library = new Library();
await library.lookAround();
const server = http.createServer(async (request, response) => {
  await library.lookAround();
  const [shelf, book] = request.url.slice(1).split('/');
  if (!library.has(shelf, book)) return response.writeHead(404).end();
  response.end(await subjectOf(book));
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
