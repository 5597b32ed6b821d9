// expect: nothing
import { setTimeout as pause } from 'node:timers/promises';
import vm from 'node:vm';

// Of Node itself from 22 on.
const standIn = () => vm.runInThisContext('({ DatabaseSync: class DatabaseSync { prepare() { if (this.gone) throw new Error("closed"); } close() { this.gone = true; } } })');
const { DatabaseSync } = await import('node:sqlite').catch(standIn);
const db = new DatabaseSync(':memory:');

async function sample(times) {
  for (let i = 0; i < times; i++) {
    await pause(15);
    db.prepare('select 1');
  }
}

const sampling = sample(3).catch((error) => console.log(error instanceof Error));
const closing = new Promise((resolve) => {
  setTimeout(async () => {
    await sampling;
    stop();
    resolve();
  }, 20);
});

function stop() {
  db.close();
}
await Promise.all([sampling, closing]);
