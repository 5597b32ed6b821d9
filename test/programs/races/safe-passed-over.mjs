// expect: nothing
// What is done is passed over, and nobody could have passed along with the first one: a mark before the wait, a claim behind the look, a second look, one task after the other; and what may be done twice.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const [marked, done, busy, again, inTurn, tables] = Array.from({ length: 6 }, () => new Set());
const notes = [];
const work = async (name) => {
  await sleep(2);
  notes.push(name);
};

const tasks = {
  async mark(name) {
    if (marked.has(name)) return;
    marked.add(name);
    await work(name);
  },
  async claim(name) {
    if (done.has(name)) return;
    if (busy.has(name)) return;
    busy.add(name);
    await work(name);
    done.add(name);
    busy.delete(name);
  },
  async lookAgain(name) {
    if (again.has(name)) return;
    const text = await Promise.resolve(name);
    await sleep(2);
    if (again.has(name)) return;
    again.add(text);
  },
  // A table that is there already is made no second time.
  async insert(name) {
    if (!tables.has(name)) {
      await work(name);
      tables.add(name);
    }
    await work(`${name} row`);
  },
};

const once2 = async (name) => {
  if (inTurn.has(name)) return;
  await work(name);
  inTurn.add(name);
};

const used = new Set();
const using = new Set();
const server = http.createServer(async (request, response) => {
  if (used.has(request.url)) return void response.writeHead(409).end('used');
  if (using.has(request.url)) return void response.writeHead(409).end('in use');
  using.add(request.url);
  await sleep(2);
  used.add(request.url);
  using.delete(request.url);
  response.end('welcome');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
async function show(ms) {
  await sleep(ms);
  return (await fetch(`http://127.0.0.1:${server.address().port}/ticket`)).status;
}

const later = (ms) => Promise.all(Object.values(tasks).map((task) => sleep(ms).then(() => task('lamp'))));
await Promise.all([later(1), later(60), show(1), show(200)]);
await once2('lamp');
await once2('lamp');
console.log(notes.length);
server.close();
