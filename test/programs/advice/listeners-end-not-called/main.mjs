// expect: listener.leak main.mjs:11
// What removes the listener is handed to whoever serves the request, and nobody calls it.
import http from 'node:http';
import { EventEmitter } from 'node:events';

const prices = new EventEmitter();

function priceList(emitter) {
  const known = new Map();
  const note = (article, price) => known.set(article, price);
  emitter.on('price', note);
  return { of: (article) => known.get(article) ?? 1, forget: () => emitter.off('price', note) };
}

const server = http.createServer((request, response) => {
  const list = priceList(prices);
  setTimeout(() => response.end(String(list.of('tea'))), 1);
});

server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  for (let i = 0; i < 20; i++) await (await fetch(url, { headers: { connection: 'close' } })).text();
  console.log(prices.listenerCount('price'));
  server.close();
});
