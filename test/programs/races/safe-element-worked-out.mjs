// expect: nothing
// The same elements, but what is added is waited for first, each file has an element of its own, or one comes after the other.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FILES = ['a.txt', 'b.txt', 'c.md', 'd.txt'];
const totals = { '.txt': 0, '.md': 0 };
const sizes = {};

async function size(file) {
  await sleep(10);
  return file.charCodeAt(0);
}

class Report {
  shelves = { left: [], right: [] };
  async add(file) {
    const bytes = await size(file);
    totals[path.extname(file)] += bytes;
  }

  async note(file) {
    const before = sizes[path.basename(file)] ?? 0;
    sizes[path.basename(file)] = before + (await size(file));
  }

  /** @param {number} place */
  async put(place) {
    const shelf = this.shelves[place < 3 ? 'left' : 'right'] ?? [];
    const bytes = await size(FILES[place]);
    this.shelves[place < 3 ? 'left' : 'right'] = [...shelf, bytes];
  }
}

const report = new Report();
await Promise.all(FILES.map((file) => report.add(file)));
await Promise.all(FILES.map((file) => report.note(file)));
for (const place of FILES.keys()) await report.put(place);
console.log(totals['.txt'], totals['.md'], Object.keys(sizes).length, report.shelves.left.length);
