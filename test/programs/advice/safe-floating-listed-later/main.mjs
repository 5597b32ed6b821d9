// expect: nothing
// Pages are fetched ahead into a folder: what is listed meanwhile is what was there before, and the folder is listed again when all are there. A count is told when all are in.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'pages-'));

async function fetchAhead(page) {
  await delay(90);
  await fs.writeFile(path.join(folder, `${page}.html`), `<p>${page}</p>`);
}

async function open(pages) {
  for (const page of pages) fetchAhead(page);
  const there = await fs.readdir(folder);
  await delay(300);
  const later = await fs.readdir(folder);
  return `${there.length}, ${later.length}`;
}

class Guests {
  names = [];

  async invite(name) {
    await delay(15);
    this.names.push(name);
  }

  async count() {
    await delay(1);
    return this.names.length;
  }
}

async function inviteAll(guests, names) {
  await Promise.all(names.map((name) => guests.invite(name)));
  return guests.count();
}

console.log(await open(['one', 'two']), await inviteAll(new Guests(), ['Eva', 'Jan']));
await fs.rm(folder, { recursive: true });
