// expect: none exit 0
// A lock file that is removed on every path, one that a timer removes when its time is over, and a mark of the whole run that is meant to stay.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'journal-'));
const journal = path.join(folder, 'journal.txt');

async function acquire(name, tries = 5) {
  for (;;) {
    try {
      await fs.mkdir(path.join(folder, name));
      return () => fs.rmdir(path.join(folder, name));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (--tries === 0) throw new Error(`${name} is taken`);
      await sleep(20);
    }
  }
}

async function note(line) {
  const release = await acquire('journal.lock');
  try {
    const text = await fs.readFile(journal, 'utf8').catch(() => '');
    if (text.length + line.length > 12) throw new Error('journal is full');
    await fs.writeFile(journal, `${text}${line}\n`);
    return line;
  } finally {
    await release();
  }
}

async function lease(name, ms) {
  const release = await acquire(name, 3);
  setTimeout(release, ms);
  return name;
}

async function once(name) {
  await fs.writeFile(path.join(folder, name), 'done', { flag: 'wx' });
  return name;
}

const works = [
  ...['sunny', 'rain', 'a very long day', 'fog'].map((line) => () => note(line)),
  ...[10, 150, 5].map((ms) => () => lease('desk.lock', ms)),
  ...['first.mark', 'first.mark', 'first.mark'].map((name) => () => once(name)),
];
for (const work of works) {
  await work().then(
    (done) => console.log('done', done),
    (error) => console.log(error.code ?? error.message),
  );
}
await sleep(200);
await fs.rm(folder, { recursive: true });
