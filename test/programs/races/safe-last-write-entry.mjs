// expect: nothing
// What is stored under a key belongs to the key alone, whoever asks for it when; or the newest reading is known by its number.
import { setTimeout as sleep } from 'node:timers/promises';
import { EventEmitter } from 'node:events';

const latest = new Map();
const newest = new Map();
const sensors = new EventEmitter();
const names = {};
const places = new Map();

async function take(station, degrees) {
  const number = (newest.get(station) ?? 0) + 1;
  newest.set(station, number);
  const name = await nameOf(station);
  if (newest.get(station) === number) latest.set(station, { name, degrees });
}

async function nameOf(station) {
  await sleep(3);
  return { text: `station ${station}` };
}

async function prepare(station) {
  const name = await nameOf(station);
  names[station] = name;
}

async function place(station) {
  const name = await nameOf(station);
  places.set(station, { name, at: station * 2 });
}

sensors.on('reading', (station, degrees) => void take(station, degrees));
setTimeout(() => sensors.emit('reading', 7, 21), 1);
setTimeout(() => sensors.emit('reading', 7, 19), 60);
async function visit(ms, station) {
  await sleep(ms);
  await prepare(station);
  await place(station);
}
await Promise.all([visit(1, 7), visit(50, 7)]);
await sleep(60);
console.log(latest.get(7).degrees, names[7].text, places.get(7).at);
