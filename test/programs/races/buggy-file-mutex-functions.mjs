// expect: race.fs.lost-update 17 ; race.fs.lost-update 33
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const dir = await mkdtemp(join(tmpdir(), 'orders-'));
const file = join(dir, 'orders.json');
await writeFile(file, '[]');
const mutex = new Mutex();
const archiving = new Mutex();

async function append(order) {
  const orders = JSON.parse(await readFile(file, 'utf8'));
  orders.push(order);
  await writeFile(file, JSON.stringify(orders));
}

async function place(order) {
  const release = await mutex.acquire();
  try {
    await append(order);
  } finally {
    release();
  }
}

async function archive() {
  const release = await archiving.acquire();
  try {
    const orders = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(orders.slice(-5)));
  } finally {
    release();
  }
}

await Promise.all([delay(5).then(() => place('tea')), delay(60).then(archive)]);
console.log(await readFile(file, 'utf8'));
await rm(dir, { recursive: true });
