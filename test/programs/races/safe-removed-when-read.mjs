// expect: nothing
// As buggy-removed-when-read.mjs, but a worker moves the ticket to a name of its own first, which one of them can do; and who only tidies up does not mind that it has gone.
import { mkdtemp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-ticket-'));
const ticket = path.join(folder, 'ticket.json');
const draft = path.join(folder, 'draft.json');
await writeFile(ticket, JSON.stringify({ amount: 20 }));
await writeFile(draft, 'x');

async function pay(worker) {
  const own = path.join(folder, `ticket.${worker}`);
  try {
    await rename(ticket, own);
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
  const { amount } = JSON.parse(await readFile(own, 'utf8'));
  await delay(10);
  await unlink(own);
  return amount;
}

async function tidy() {
  const { length } = await readFile(draft, 'utf8').catch(() => '');
  await delay(5);
  await rm(draft, { force: true });
  return length > 1;
}

async function drop() {
  const { length } = await readFile(draft, 'utf8').catch(() => '');
  await delay(5);
  await unlink(draft).catch(() => {});
  return length > 1;
}

const [one, other, ...tidied] = await Promise.all([pay(1), pay(2), tidy(), tidy(), drop()]);
console.log(one + other, ...tidied);
await rm(folder, { recursive: true });
