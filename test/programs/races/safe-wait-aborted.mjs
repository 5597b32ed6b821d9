// expect: nothing
// A digest that cannot be written is tried again after a pause. Another one that fails meanwhile aborts the pause, which begins anew.
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

class Digest {
  #pause = new AbortController();
  #isWaiting = false;
  lines = [];
  isWritten = false;
  constructor(file) {
    this.file = file;
  }

  async add(line) {
    this.lines.push(line);
    await this.#write();
  }

  async #write() {
    this.isWritten = false;
    try {
      await writeFile(this.file, this.lines.join('\n'));
      this.isWritten = true;
    } catch {
      // Nothing of before holds any more.
      this.#pause.abort();
      this.#pause = new AbortController();
      if (!this.#isWaiting) {
        void this.#tryAgain();
      }
    }
  }

  async #tryAgain() {
    this.#isWaiting = true;
    let isOver = false;
    while (!isOver) {
      try {
        await sleep(60, undefined, { signal: this.#pause.signal });
        isOver = true;
      } catch {
        continue;
      }
    }
    this.#isWaiting = false;
    await this.#write();
  }
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'digest-'));
const place = path.join(folder, 'out');
const digest = new Digest(path.join(place, 'digest.txt'));
await digest.add('one');
await sleep(10);
await digest.add('two');
await mkdir(place);
await sleep(200);
console.log(digest.isWritten);
await rm(folder, { recursive: true });
