// expect: promise.all-fail-fast main.mjs:32
// Each oven hangs up a slip while it bakes, and takes it down. The first one that burns something ends the day for all: the slips of the others stay.
import { mkdtempSync, readdirSync } from 'node:fs';
import { unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const board = mkdtempSync(join(tmpdir(), 'ovens-'));

class Oven {
  constructor(name) {
    this.slip = join(board, `${name}.txt`);
  }

  async bake(minutes, isTooHot) {
    await writeFile(this.slip, `${minutes} min`);
    try {
      await sleep(minutes);
      if (isTooHot) throw new Error('burnt');
      return 'bread';
    } finally {
      await unlink(this.slip);
    }
  }
}

const [stone, gas, wood] = ['stone', 'gas', 'wood'].map((name) => new Oven(name));

async function bakeAll() {
  try {
    const all = await Promise.all([stone.bake(220, false), gas.bake(60, true), wood.bake(260, false)]);
    console.log(all.join(' '));
  } catch (error) {
    console.log(error.message, readdirSync(board).length);
    process.exit(0);
  }
}

await bakeAll();
