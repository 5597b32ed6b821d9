// expect: race.order.last-write 18,13
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';

// The levels of all gauges are loaded once, while the newest one is told of as it comes; a load that takes longer puts the old level over the new one.
const river = new EventEmitter();

class Levels {
  #levels = new Map();

  constructor() {
    river.on('level', ({ gauge, metres }) => {
      this.#levels.set(gauge, metres);
    });
  }

  async load() {
    for (const [gauge, metres] of await readLevels()) this.#levels.set(gauge, metres);
  }

  level(gauge) {
    return this.#levels.get(gauge);
  }
}

async function readLevels() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  return [
    ['bridge', text.length],
    ['weir', 2],
  ];
}

const levels = new Levels();
setImmediate(() => river.emit('level', { gauge: 'weir', metres: 3 }));
await levels.load();
setTimeout(() => console.log(levels.level('weir')), 10);
