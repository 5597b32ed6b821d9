// expect: nothing
// A list of berths is asked for, and live messages come while the answer is under way: each way to keep them.
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const harbour = { north: 'free', south: 'free' };
const pilots = [];
const feed = net.createServer((socket) => pilots.push(socket));
const server = http.createServer((request, response) => {
  const list = JSON.stringify(harbour);
  setTimeout(() => response.end(list), 100);
});
const ask = async () => Object.entries(await (await fetch(`http://127.0.0.1:${server.address().port}/`)).json());

// It keeps what is there already.
const kept = new Map();
function followKept(socket) {
  socket.on('data', (data) => {
    const { name, state } = JSON.parse(data);
    kept.set(name, state);
  });
}
async function loadKept() {
  for (const [name, state] of await ask()) if (!kept.has(name)) kept.set(name, state);
}

// Messages wait until the list is there, and are applied to it.
const applied = new Map();
let early = [];
function followApplied(socket) {
  socket.on('data', (data) => {
    const message = JSON.parse(data);
    if (early) early.push(message);
    else applied.set(message.name, message.state);
  });
}
async function loadApplied() {
  for (const [name, state] of await ask()) applied.set(name, state);
  for (const { name, state } of early) applied.set(name, state);
  early = undefined;
}

// It notes what has changed since.
const noted = new Map();
const changed = new Set();
function followNoted(socket) {
  socket.on('data', (data) => {
    const { name, state } = JSON.parse(data);
    noted.set(name, state);
    changed.add(name);
  });
}
async function loadNoted() {
  for (const [name, state] of await ask()) {
    if (changed.has(name)) continue;
    noted.set(name, state);
  }
}

// A count of changes says that the list is too old.
let berths = new Map();
let changes = 0;
function followCounted(socket) {
  socket.on('data', (data) => {
    const { name, state } = JSON.parse(data);
    changes++;
    berths.set(name, state);
  });
}
async function loadCounted() {
  for (let tries = 0; tries < 3; tries++) {
    const before = changes;
    const list = await ask();
    if (changes !== before) continue;
    berths = new Map(list);
    return;
  }
}

// It asks when the message has come: the answer knows of it.
const fresh = new Map();
function followFresh(socket) {
  socket.on('data', (data) => {
    const { name, state } = JSON.parse(data);
    harbour[name] = state;
    fresh.set(name, state);
  });
}
async function loadFresh() {
  await sleep(70);
  const list = await ask();
  for (const [name, state] of list) fresh.set(name, state);
}

// Both say the same.
const same = new Map();
function followSame(socket) {
  socket.on('data', (data) => {
    const { name, was } = JSON.parse(data);
    same.set(name, was);
  });
}
async function loadSame() {
  for (const [name, state] of await ask()) same.set(name, state);
}

feed.listen(0, '127.0.0.1');
server.listen(0, '127.0.0.1');
await Promise.all([once(server, 'listening'), once(feed, 'listening')]);
const sockets = [];
async function run(follow, load) {
  const socket = net.connect(feed.address().port, '127.0.0.1');
  follow(socket);
  sockets.push(socket);
  await once(socket, 'connect');
  await sleep(10);
  setTimeout(() => pilots.at(-1).write(JSON.stringify({ name: 'north', state: 'taken', was: 'free' })), 30);
  await load();
}
await run(followKept, loadKept);
await run(followApplied, loadApplied);
await run(followNoted, loadNoted);
await run(followCounted, loadCounted);
await run(followSame, loadSame);
await run(followFresh, loadFresh);
console.log([kept, applied, noted, berths, same, fresh].map((map) => map.size).join(' '));
for (const socket of sockets) socket.destroy();
feed.close();
server.close();
server.closeAllConnections();
