// expect: nothing
// never: await.sequential await.in-loop
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

// Awaits that follow each other for a reason: output in order, writes before reads, one connection, pages by cursor, retries, pauses.
const rows = [];
const server = http.createServer(async (request, response) => {
  const body = await request.toArray();
  await sleep(40);
  if (request.method === 'POST') rows.push(body.length);
  response.end(JSON.stringify({ rows: rows.length }));
});
server.listen(0);
await once(server, 'listening');
const base = `http://localhost:${server.address().port}`;

const say = (text) => new Promise((resolve) => setTimeout(() => resolve(console.log(text)), 60));
async function tell() {
  await say('first');
  await say('second');
  await say('third');
}

async function get(path) {
  return (await fetch(base + path)).json();
}
async function post(path, body) {
  await (await fetch(base + path, { method: 'POST', body })).text();
}
async function addThenCount() {
  await post('/rows', 'one');
  const { rows: count } = await get('/rows');
  return count;
}
async function sendAll(list) {
  for (const item of list) await post('/items', item);
}

const client = {
  async query(text) {
    await sleep(40);
    return text;
  },
};
async function move() {
  await client.query('BEGIN');
  await client.query('UPDATE a');
  await client.query('UPDATE b');
  await client.query('COMMIT');
}

async function pages() {
  const found = [];
  for (let cursor = 1; cursor > 0; ) {
    const page = await get(`/page?after=${cursor}`);
    found.push(page);
    cursor = found.length < 6 ? page.rows + 1 : 0;
  }
  return found.length;
}
async function retry() {
  for (let i = 0; i < 5; i++) {
    const answer = await get('/status');
    if (answer.rows > 1000) return answer;
    await sleep(30);
  }
  return undefined;
}
async function slowly() {
  await sleep(60);
  const answer = await get('/status');
  await sleep(60);
  return answer;
}

for (let i = 0; i < 3; i++) {
  await tell();
  await addThenCount();
  await move();
  await pages();
  await retry();
  await slowly();
}
await sendAll(['a', 'b', 'c', 'd', 'e']);
console.log('rows', rows.length);
server.close();
server.closeAllConnections();
