// expect: race.order.last-write 11
// Each reading is joined with the name of its station and stored under it; in this run each is ready before the next one comes, which only the times of the sensors say.
import { setTimeout as sleep } from 'node:timers/promises';
import { EventEmitter } from 'node:events';

const latest = new Map();
const sensors = new EventEmitter();

async function take(station, degrees) {
  const name = await nameOf(station);
  latest.set(station, { name, degrees });
}

async function nameOf(station) {
  await sleep(3);
  return `station ${station}`;
}

sensors.on('reading', (station, degrees) => void take(station, degrees));
setTimeout(() => sensors.emit('reading', 7, 21), 1);
setTimeout(() => sensors.emit('reading', 7, 19), 60);
setTimeout(() => console.log(latest.get(7).degrees), 120);
