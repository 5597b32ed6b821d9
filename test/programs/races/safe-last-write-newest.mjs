// expect: nothing
// Answers that are stored only where what is there is older, looked at in the step that stores. Six ways to write it.
import { once } from 'node:events';
import http from 'node:http';

let clock = 0;
const waiting = [];
const ask = (name) => {
  const at = ++clock;
  return new Promise((resolve) => waiting.push(() => resolve({ at, name })));
};

const state = { at: 0, name: '' };
async function inParts() {
  const { at, name } = await ask('parts');
  if (state.at < at) {
    state.at = at;
    state.name = name;
  }
}

let current = { at: 0 };
async function asWhole() {
  const next = await ask('whole');
  if (next.at <= current.at) return;
  current = next;
}

let chosen = { at: 0 };
async function byChoice() {
  const next = await ask('choice');
  chosen = next.at > chosen.at ? next : chosen;
}

class View {
  #asked = 0;
  #shown = 0;
  text = '';
  async show() {
    const mine = ++this.#asked;
    const { name } = await ask('view');
    if (mine < this.#shown) return;
    this.text = `${name} ${mine}`;
    this.#shown = mine;
  }
}
const view = new View();

const entries = new Map();
async function inMap() {
  const next = await ask('map');
  const present = entries.get('a');
  if (!present || present.at < next.at) entries.set('a', next);
}

let loaded = { at: 0 };
function inCallback() {
  return ask('callback').then((next) => {
    if (loaded.at < next.at) loaded = next;
  });
}

const server = http.createServer(async (request, response) => {
  if (request.url === '/load') await Promise.all([inParts(), asWhole(), byChoice(), view.show(), inMap(), inCallback()]);
  response.end([state.name, current.name, chosen.name, view.text, entries.get('a')?.name, loaded.name].join());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const get = async (path) => (await fetch(base + path)).text();
const both = [get('/load'), get('/load')];
while (waiting.length < 12) await new Promise((resolve) => setTimeout(resolve, 5));
for (const answer of waiting.splice(0)) {
  answer();
  await new Promise((resolve) => setImmediate(resolve));
}
await Promise.all(both);
console.log(await get('/'));
server.closeAllConnections();
server.close();
