// expect: race.order.use-before-init 27,18 ; race.order.use-before-init 31,19
// A shop listens while it loads its catalogue: who asks too early is told that there is no such article, and that he may not come in.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const articles = new Map();
const members = new Set();

async function load() {
  await sleep(300);
  return [
    { id: 'tea', price: 3 },
    { id: 'rice', price: 2 },
  ];
}

async function start() {
  for (const article of await load()) articles.set(article.id, article);
  for (const name of ['ada', 'ben']) members.add(name);
}

start();

const server = http.createServer((request, response) => {
  const [, kind, name] = request.url.split('/');
  if (kind === 'articles') {
    if (!articles.has(name)) return response.writeHead(404).end();
    return response.end(String(articles.get(name).price));
  }
  try {
    if (!members.has(name)) throw new Error('not a member');
    response.end('welcome');
  } catch {
    response.writeHead(403).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const ask = async (path) => (await fetch(`http://127.0.0.1:${server.address().port}/${path}`)).status;
const early = [await ask('articles/tea'), await ask('members/ada')];
await sleep(350);
console.log(early.length, await ask('articles/tea'), await ask('members/ada'));
server.close();
