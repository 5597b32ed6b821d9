// expect: nothing
// Plates are kept in files that are moved to their places. Who asks while one is being moved does not find it yet and makes it once more: nothing of what was there is lost.
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const dir = mkdtempSync(join(tmpdir(), 'plates-'));

class Plates extends EventEmitter {
  made = 0;

  async get(name) {
    try {
      return { found: true, plate: await readFile(join(dir, name), 'utf8') };
    } catch (error) {
      if (error.code === 'ENOENT') return { found: false };
      throw error;
    }
  }

  async count() {
    await null;
    this.made++;
  }

  async set(name, plate) {
    const fresh = join(dir, `${name}.${this.made}`);
    await writeFile(fresh, plate);
    this.emit('moving', name);
    await this.count();
    await rename(fresh, join(dir, name));
  }
}

const plates = new Plates();

async function engrave(name) {
  const entry = await plates.get(name);
  if (entry.found) return entry.plate;
  await delay(20);
  const plate = `plate of ${name}\n`;
  await plates.set(name, plate);
  return plate;
}

const second = once(plates, 'moving').then(([name]) => engrave(name));
await engrave('bay');
await second;
console.log(plates.made);
await engrave('bay');
rmSync(dir, { recursive: true });
