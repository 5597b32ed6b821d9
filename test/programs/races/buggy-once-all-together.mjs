// expect: race.atomicity 8,10
import { EventEmitter, once } from 'node:events';

const line = new EventEmitter();
const state = { queue: 0 };

async function caller(name) {
  const ahead = state.queue;
  await once(line, 'free');
  state.queue = ahead + 1;
  return `${name}:${ahead}`;
}

const calls = ['a', 'b', 'c'].map(caller);
setTimeout(() => line.emit('free'), 5);
console.log((await Promise.all(calls)).join(' '), state.queue);
