// expect: nothing
// The same shop listens when its catalogue is there; what customers reserve is found when they have reserved it; and a guest list that is still to come is asked for by 503.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const articles = new Map();
const reserved = new Map();
const guests = new Set();

async function load() {
  await sleep(30);
  return [
    { id: 'tea', price: 3 },
    { id: 'rice', price: 2 },
  ];
}

async function start() {
  for (const article of await load()) articles.set(article.id, article);
}

async function invite() {
  await sleep(200);
  for (const name of ['ada', 'ben']) guests.add(name);
}

await start();
invite();

const server = http.createServer((request, response) => {
  const [, kind, name] = request.url.split('/');
  if (kind === 'articles') {
    if (!articles.has(name)) return response.writeHead(404).end();
    return response.end(String(articles.get(name).price));
  }
  if (kind === 'guests') {
    if (!guests.has(name)) return response.writeHead(503).end();
    return response.end('welcome');
  }
  if (request.method === 'POST') {
    sleep(5).then(() => {
      reserved.set(name, 1);
      response.end('reserved');
    });
    return undefined;
  }
  if (!reserved.has(name)) return response.writeHead(404).end();
  return response.end('reserved');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const ask = async (path, method = 'GET') => (await fetch(`http://127.0.0.1:${server.address().port}/${path}`, { method })).status;
const early = [await ask('articles/tea'), await ask('reserved/tea'), await ask('guests/ada')];
await sleep(250);
console.log(early.length, await ask('reserved/tea', 'POST'), await ask('reserved/tea'), await ask('guests/ada'), await ask('articles/salt'));
server.close();
