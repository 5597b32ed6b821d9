// expect: nothing
// The slips of the ovens, when one burns something: all are waited for, or whoever ends the day takes down what still hangs there.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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

async function morning() {
  const all = await Promise.allSettled([stone.bake(80, false), gas.bake(60, true), wood.bake(100, false)]);
  console.log(all.map(({ status }) => status).join(' '));
}

async function evening() {
  process.on('exit', () => {
    for (const { slip } of [stone, gas, wood]) rmSync(slip, { force: true });
    console.log(existsSync(stone.slip), existsSync(wood.slip));
  });
  try {
    await Promise.all([stone.bake(220, false), gas.bake(60, true), wood.bake(260, false)]);
  } catch (error) {
    console.log(error.message);
    process.exit(0);
  }
}

await morning();
await evening();
