// expect: nothing
// Whoever moves a parcel out of the shelf has it, and writes on it as he likes, until he puts it back: only one of all who try can move it.
import { mkdtemp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const depot = await mkdtemp(path.join(tmpdir(), 'il-depot-'));
const [shelf, cart, drafts, gone] = ['shelf', 'cart', 'drafts', 'gone'].map((name) => path.join(depot, name));
await Promise.all([shelf, cart, drafts, gone].map((folder) => mkdir(folder)));
for (const name of ['lamp', 'vase', 'bowl']) await writeFile(path.join(shelf, name), '0');

async function take() {
  for (const name of await readdir(shelf)) {
    const held = path.join(cart, name);
    try {
      await rename(path.join(shelf, name), held);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      continue;
    }
    return { name, held, tries: Number(await readFile(held, 'utf8')) };
  }
  return null;
}

async function putBack({ name, held, tries }) {
  const draft = path.join(drafts, name);
  await writeFile(draft, `${tries + 1}`);
  await rename(draft, held);
  await rename(held, path.join(tries < 2 ? shelf : gone, name));
}

async function carrier(ms) {
  for (let idle = 0; idle < 6; ) {
    const parcel = await take();
    if (parcel === null) idle++;
    await sleep(ms);
    if (parcel !== null) await putBack(parcel);
  }
}

await Promise.all([carrier(3), carrier(4), carrier(2)]);
console.log((await readdir(gone)).sort().join());
await rm(depot, { recursive: true });
