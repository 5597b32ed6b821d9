// expect: race.fs.lost-update 29,21
// A parcel is moved out of the shelf by whoever takes it, too; but while he writes on it, another one of that name is put on the shelf, and moved to the same place of the cart.
import { mkdtemp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const depot = await mkdtemp(path.join(tmpdir(), 'il-depot-'));
const [shelf, cart, drafts] = ['shelf', 'cart', 'drafts'].map((name) => path.join(depot, name));
await Promise.all([shelf, cart, drafts].map((folder) => mkdir(folder)));

async function take() {
  for (const name of await readdir(shelf)) {
    const held = path.join(cart, name);
    try {
      await rename(path.join(shelf, name), held);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      continue;
    }
    return { name, held, notes: await readFile(held, 'utf8') };
  }
  return null;
}

async function note({ name, held, notes }, word) {
  const draft = path.join(drafts, `${name} ${word}`);
  await writeFile(draft, `${notes} ${word}`);
  await rename(draft, held);
}

let isOpen = true;

async function carrier(ms, word) {
  for (;;) {
    const wasOpen = isOpen;
    const parcel = await take();
    await sleep(ms);
    if (parcel !== null) await note(parcel, word);
    else if (!wasOpen) return;
  }
}

async function customer(parcels) {
  for (let i = 0; i < parcels; i++) {
    await writeFile(path.join(shelf, 'lamp'), 'fragile');
    await sleep(9);
  }
  isOpen = false;
}

await Promise.all([carrier(12, 'checked'), carrier(14, 'weighed'), carrier(16, 'sealed'), customer(4)]);
console.log((await readdir(cart)).join());
await rm(depot, { recursive: true });
