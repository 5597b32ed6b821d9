// expect: nothing
// never: await.in-loop
'use strict';
const http = require('http');
const backend = http.createServer((req, res) => setTimeout(() => res.end(req.url), 30));
let base;
const load = async (id) => (await fetch(`${base}/${id}`)).text();
const ids = Array.from({ length: 24 }, (_, i) => i);

/** Three at a time, by an index that they share. */
async function byIndex(fn) {
  const results = [];
  let next = 0;
  async function worker() {
    while (next < ids.length) {
      const i = next++;
      results[i] = await fn(ids[i]);
    }
  }
  await Promise.all([worker(), worker(), worker()]);
  return results;
}
/** By a list that they share. */
async function worker(queue, done) {
  while (queue.length > 0) {
    const id = queue.shift();
    done.push(await load(id));
  }
}
async function byList() {
  const queue = [...ids];
  const done = [];
  await Promise.all([worker(queue, done), worker(queue, done), worker(queue, done)]);
  return done;
}
/** By an iterator that they share. */
async function byIterator() {
  const entries = ids.values();
  const run = async () => {
    for (const id of entries) await load(id);
  };
  const other = ids[Symbol.iterator]();
  const byHand = async () => {
    for (let step = other.next(); !step.done; step = other.next()) await load(step.value);
  };
  await Promise.all([run(), run(), run()]);
  await Promise.all([byHand(), byHand(), byHand()]);
}
/** Each has a part of its own. */
async function byParts() {
  const part = async (from) => {
    for (const id of ids.slice(from, from + 8)) await load(id);
  };
  await Promise.all([part(0), part(8), part(16)]);
}
/** In batches. */
async function byBatches() {
  const found = [];
  for (let i = 0; i < ids.length; i += 4) found.push(...(await Promise.all(ids.slice(i, i + 4).map(load))));
  return found;
}

backend.listen(0, '127.0.0.1', async () => {
  base = `http://127.0.0.1:${backend.address().port}`;
  await byIndex(load);
  await byList();
  await byIterator();
  await byParts();
  await byBatches();
  console.log('done');
  backend.closeAllConnections();
  backend.close();
});
