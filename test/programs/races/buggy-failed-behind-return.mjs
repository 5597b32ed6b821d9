// expect: race.check-then-act 14,16 ; race.check-then-act 33,35
// Who finds it open goes on at once; two that find it closed both set out to open it, and the second one fails.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

class BlockStore {
  constructor() {
    this.path = path.join(os.tmpdir(), `blocks-${process.pid}`);
    this.opened = false;
  }

  async open() {
    if (this.opened) return;
    await mkdir(this.path);
    this.opened = true;
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

const hold = (lease) => lease.take();

const store = new BlockStore();
const lease = new Lease(path.join(os.tmpdir(), `lease-${process.pid}`));
const results = await Promise.allSettled([store.put('a', '1'), store.put('b', '2'), hold(lease), hold(lease)]);
console.log(results.filter(({ status }) => status === 'rejected').length);
await rm(store.path, { recursive: true });
await rm(lease.dir, { recursive: true });
