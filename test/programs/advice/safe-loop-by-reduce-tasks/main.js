// expect: nothing
// never: await.in-loop await.sequential
// Tasks of several kinds, steps that need the one before, what changes something, what is done for its effect, and a function whose name says that it goes in order.
'use strict';
const http = require('node:http');

const stock = { pallets: 6 };
const server = http.createServer((request, response) => {
  if (request.method === 'POST') stock.pallets--;
  setTimeout(() => response.end(JSON.stringify({ path: request.url, next: `${request.url}x` })), 30);
});

async function ask(url) {
  const answer = await fetch(url);
  return answer.json();
}
async function order(url) {
  const answer = await fetch(url, { method: 'POST' });
  return answer.json();
}
async function count(url) {
  const { path } = await ask(url);
  return path.length;
}

// What a task does only its author knows: here one logs in, and the next may need that.
const rehearse = (tasks) => tasks.reduce((before, task) => before.then(async (all) => [...all, await task()]), Promise.resolve([]));

const follow = (tasks, first) => tasks.reduce((before, task) => before.then(async (path) => (await task(path)).next), Promise.resolve(first));

const deliver = (tasks) => tasks.reduce((before, task) => before.then(async (all) => [...all, (await task()).path]), Promise.resolve([]));

const warm = (tasks) => tasks.reduce((before, task) => before.then(() => task()), Promise.resolve());

const runInSeries = (tasks) => tasks.reduce((before, task) => before.then(async (all) => [...all, await task()]), Promise.resolve([]));

const names = ['a', 'b', 'c', 'd', 'e'];
server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const login = async () => ask(`${base}/login`);
  await rehearse([login, async () => count(`${base}/a`), async () => count(`${base}/b`), async () => count(`${base}/c`)]);
  await follow(names.map(() => async (path) => ask(`${base}${path}`)), '/p');
  await deliver(names.map((name) => async () => order(`${base}/${name}`)));
  await warm(names.map((name) => async () => ask(`${base}/${name}`)));
  const all = await runInSeries(names.map((name) => async () => ask(`${base}/${name}`)));
  console.log(all.length, stock.pallets);
  server.close();
  server.closeAllConnections();
});
