// expect: nothing
// The size of a store of a library is looked at, and something is put there before the wait.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-store-'));
const library = path.join(folder, 'node_modules', 'store.mjs');
await fs.mkdir(path.dirname(library));
await fs.writeFile(
  library,
  `export class Store {
    #rows = new Map();
    has(id) { return this.#rows.has(id); }
    get(id) { return this.#rows.get(id); }
    set(id, row) { this.#rows.set(id, row); return this; }
    delete(id) { return this.#rows.delete(id); }
    get size() { return this.#rows.size; }
  }`,
);
const { Store } = await import(pathToFileURL(library));
await fs.rm(folder, { recursive: true });

const sessions = new Store();
const LIMIT = 1;

async function open(id) {
  if (sessions.size >= LIMIT) throw new Error('full');
  sessions.set(id, null);
  const user = await fs.stat('.');
  sessions.set(id, user);
}

console.log((await Promise.allSettled([open('ann'), open('bob')])).map(({ status }) => status).join());
