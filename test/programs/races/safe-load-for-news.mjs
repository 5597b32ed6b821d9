// expect: nothing
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

// Whoever is told that a level has changed notes which it is, and asks for it; what is asked for after that has the change in it, and is stored over the note.
const river = new EventEmitter();
const stored = new Map([['weir', 2]]);
const levels = new Map();

async function ask(gauge) {
  await sleep(4);
  const metres = stored.get(gauge);
  await sleep(1);
  return metres / 100;
}

async function load(gauge) {
  await sleep(8);
  levels.set(gauge, await ask(gauge));
}

river.on('level', ({ gauge, metres }) => {
  stored.set(gauge, metres);
  levels.set(gauge, metres);
});

const loading = load('weir');
setTimeout(() => river.emit('level', { gauge: 'weir', metres: 310 }), 2);
await loading;
setTimeout(() => console.log(levels.get('weir')), 5);
