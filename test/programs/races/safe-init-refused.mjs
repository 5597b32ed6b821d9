// expect: nothing
// The store refuses what comes before it is open; the server is opened after it.
import http from 'node:http';
import { readFile } from 'node:fs/promises';
class Store {
  #rows = null;
  async open() {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    this.fill(text);
  }
  count() {
    if (!this.#rows) throw new Error('The store is not open.');
    return this.#rows.length;
  }
  isEmpty() {
    return this.count() === 0;
  }
  fill(text) {
    this.#rows = text.split('\n');
  }
}
const store = new Store();
await store.open();
const server = http.createServer((req, res) => {
  try {
    res.end(String(store.count() > 0));
  } catch (error) {
    res.writeHead(500).end(error.message);
  }
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, agent: false }, (res) => res.on('data', (d) => console.log(String(d))).on('end', () => server.close()));
  }, 100);
});
