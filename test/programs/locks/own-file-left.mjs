// expect: lock.not-released 32,15,22 exit 0
// A journal that is full: the lock file stays, and who comes later tries in vain until it gives up.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'journal-'));
const journal = path.join(folder, 'journal.txt');
const lockFolder = `${journal}.lock`;

async function acquire(tries = 5) {
  for (;;) {
    try {
      await fs.mkdir(lockFolder);
      return async () => {
        await fs.rmdir(lockFolder);
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (--tries === 0) throw new Error('journal is locked');
      await sleep(20);
    }
  }
}

async function textOf(file) {
  return fs.readFile(file, 'utf8').catch(() => '');
}

async function note(line) {
  const release = await acquire();
  const text = await textOf(journal);
  if (text.length + line.length > 12) throw new Error('journal is full');
  await fs.writeFile(journal, `${text}${line}\n`);
  await release();
  return line;
}

for (const line of ['sunny', 'rain', 'a very long day', 'fog']) {
  await note(line).then(
    (done) => console.log('noted', done),
    (error) => console.log(error.message),
  );
}
await fs.rm(folder, { recursive: true });
