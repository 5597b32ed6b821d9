// The books: one line for every movement of goods or money. Whoever writes holds `lock`.
import { appendFile } from 'node:fs/promises';
import { Mutex } from 'async-mutex';

export class Journal {
  lock = new Mutex();
  #file;

  constructor(file) {
    this.#file = file;
  }

  async write(kind, details) {
    await appendFile(this.#file, `${kind} ${JSON.stringify(details)}\n`);
  }
}
