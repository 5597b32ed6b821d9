// expect: race.fs.lost-update 31,34
import { mkdtemp, open, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = await mkdtemp(join(tmpdir(), 'lock-'));
const file = join(dir, 'balance.json');
await writeFile(file, '{"balance":0}');

async function withLock(work) {
  let handle;
  while (handle === undefined) {
    try {
      handle = await open(`${file}.lock`, 'w');
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(2);
    }
  }
  try {
    return await work();
  } finally {
    await handle.close();
    await unlink(`${file}.lock`).catch(() => {});
  }
}

const deposit = (amount) =>
  withLock(async () => {
    const account = JSON.parse(await readFile(file, 'utf8'));
    account.balance += amount;
    await writeFile(`${file}.${amount}`, JSON.stringify(account));
    await rename(`${file}.${amount}`, file);
  });

await Promise.all([deposit(5), deposit(10), deposit(20)]);
console.log('done');
await rm(dir, { recursive: true });
