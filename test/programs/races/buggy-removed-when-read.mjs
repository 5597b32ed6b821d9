// expect: race.fs.toctou 15,13
// A ticket is read, worked on and removed; two workers have read the same one before either has removed it.
import { mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-ticket-'));
const ticket = path.join(folder, 'ticket.json');
await writeFile(ticket, JSON.stringify({ amount: 20 }));

async function pay() {
  const { amount } = JSON.parse(await readFile(ticket, 'utf8'));
  await delay(60);
  await unlink(ticket);
  return amount;
}

const paid = await Promise.allSettled([pay(), pay()]);
console.log(paid.map((one) => one.status).toSorted().join(' '));
await rm(folder, { recursive: true });
