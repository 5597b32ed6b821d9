// expect: nothing
// Who finds it being opened waits for that; and who fails looks whether another one has opened it.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

class BlockStore {
  constructor() {
    this.path = path.join(os.tmpdir(), `blocks-${process.pid}`);
    this.opening = null;
  }

  open() {
    this.opening ??= mkdir(this.path);
    return this.opening;
  }

  async put(name, bytes) {
    await this.open();
    await writeFile(path.join(this.path, name), bytes);
  }
}

class Lease {
  taken = false;

  constructor(dir) {
    this.dir = dir;
  }

  async take() {
    if (this.taken) return;
    await mkdir(this.dir);
    this.taken = true;
  }
}

async function hold(lease) {
  try {
    await lease.take();
  } catch (error) {
    if (!lease.taken) throw error;
  }
}

const store = new BlockStore();
const lease = new Lease(path.join(os.tmpdir(), `lease-${process.pid}`));
const results = await Promise.allSettled([store.put('a', '1'), store.put('b', '2'), hold(lease), hold(lease)]);
console.log(results.length);
await rm(store.path, { recursive: true });
await rm(lease.dir, { recursive: true });
