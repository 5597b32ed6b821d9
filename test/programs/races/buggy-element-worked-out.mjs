// expect: race.stale-compound 17; race.atomicity 24,22
// The key of an element is worked out: by a call, by a choice, by an element of another list.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FILES = ['a.txt', 'b.txt', 'c.md', 'd.txt'];
const totals = { '.txt': 0, '.md': 0 };

async function size(file) {
  await sleep(10);
  return file.charCodeAt(0);
}

class Report {
  shelves = { left: [], right: [] };
  async add(file) {
    totals[path.extname(file)] += await size(file);
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
await Promise.all(FILES.map((_, place) => report.put(place)));
console.log(totals['.txt'], totals['.md'], report.shelves.left.length);
