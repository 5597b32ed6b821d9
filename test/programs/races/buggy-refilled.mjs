// expect: race.atomicity 8,9,12 ; race.atomicity 26,28,17 ; race.atomicity 33,35,39
import { setTimeout as sleep } from 'node:timers/promises';

class Catalogue {
  items = [];
  prices = new Map();
  async reload(load) {
    this.items = [];
    for (const item of await load()) this.items.push(item);
  }
  has(name) {
    return this.items.includes(name);
  }
}

const routes = new Set();
const isKnown = (path) => routes.has(path);
const visit = async (path, after) => ((await sleep(after)), isKnown(path) ? 'found' : 'missing');

const load = async () => {
  await sleep(60);
  return ['lamp', 'chair'];
};

async function reloadRoutes() {
  routes.clear();
  const found = await load();
  for (const name of found) routes.add(`/${name}`);
}

const lists = { rooms: {} };
async function reloadRooms() {
  lists.rooms = {};
  const found = await load();
  found.forEach((name) => (lists.rooms[name] = { name }));
}
async function enter(name) {
  await sleep(20);
  return lists.rooms[name]?.name ?? 'nowhere';
}

const catalogue = new Catalogue();
const ask = async (name, after) => ((await sleep(after)), catalogue.has(name) ? 'there' : 'gone');
await Promise.all([catalogue.reload(load), reloadRoutes(), reloadRooms()]);
const answers = await Promise.all([catalogue.reload(load), ask('lamp', 20), reloadRoutes(), visit('/lamp', 20), reloadRooms(), enter('lamp')]);
console.log(answers[1], answers[3], answers[5]);
