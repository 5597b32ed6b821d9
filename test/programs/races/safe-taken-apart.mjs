// expect: nothing
// Taken in one step, looked at again, or compared; parts of which only one changes, and that are counted; and a state of which each change keeps the rest.
import { setTimeout as sleep } from 'node:timers/promises';

const config = { host: 'a.example', port: 1000, version: 1 };
const dialled = [];
async function connect(host, port) {
  await sleep(1);
  dialled.push(`${host}:${port}`);
}

async function dial() {
  const { host, port } = config;
  await sleep(6);
  await connect(host, port);
}

async function dialAnew() {
  const first = config.host;
  await sleep(6);
  if (config.host !== first) console.log('another host by now');
  await connect(config.host, config.port);
}

function reload(host, port) {
  config.host = host;
  config.port = port;
}

const stats = { requests: 0, bytes: 0, label: 'shop' };
function count(bytes) {
  stats.requests++;
  stats.bytes += bytes;
}

async function report() {
  const requests = stats.requests;
  await sleep(6);
  return `${requests} requests, then ${stats.bytes} bytes`;
}

let state = { user: 'ann', theme: 'dark' };
async function show() {
  const { user } = state;
  await sleep(6);
  return `${user} likes it ${state.theme}`;
}

setTimeout(() => reload('b.example', 2000), 2);
setTimeout(() => count(100), 2);
setTimeout(() => {
  state = { ...state, theme: 'light' };
}, 2);
const told = await Promise.all([dial(), dialAnew(), report(), show()]);
console.log(dialled.length, told.length);
