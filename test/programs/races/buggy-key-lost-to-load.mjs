// expect: race.order.use-before-init 23,17
// A lamp that is registered while the plan of the stage is read goes with the list that the plan replaces.
import { setTimeout as sleep } from 'node:timers/promises';

async function readPlan() {
  await sleep(12);
  return [{ name: 'spot', channel: 1 }, { name: 'flood', channel: 2 }];
}

class Desk {
  #lamps = new Map();
  #moves = 0;

  async load() {
    const lamps = new Map();
    for (const { name, channel } of await readPlan()) lamps.set(name, { channel, level: 0 });
    this.#lamps = lamps;
    this.#moves++;
  }

  register(name, channel) {
    if (channel < 1) throw new Error(`no channel ${channel}`);
    this.#lamps.set(name, { channel, level: 0 });
    this.#moves++;
  }

  level(name) {
    return this.#lamps.get(name)?.level;
  }

  get moves() {
    return this.#moves;
  }
}

async function rig(desk) {
  const loading = desk.load();
  await sleep(3);
  desk.register('mirror ball', 9);
  await loading;
  return desk.level('mirror ball');
}

const desk = new Desk();
const level = await rig(desk);
console.log('level', level ?? 'unknown', 'after', desk.moves, 'moves');
