// expect: promise.all-fail-fast main.mjs:35
// The session is dropped when one sheet fails; the printing of the other goes on and finds no session, page after page.
import { setTimeout as sleep } from 'node:timers/promises';

class Printer {
  sessions = new Map();
  lost = 0;

  open(id) {
    this.sessions.set(id, { pages: 0 });
  }

  async print(id) {
    await sleep(10);
    const session = this.sessions.get(id);
    if (session) session.pages++;
    else this.lost++;
  }

  drop(id) {
    this.sessions.delete(id);
  }
}

async function sheet(printer, id, pages) {
  if (pages < 0) throw new Error('no such sheet');
  for (let page = 0; page < pages; page++) await printer.print(id);
}

const printer = new Printer();

async function run(id, list) {
  printer.open(id);
  try {
    await Promise.all(list.map((pages) => sheet(printer, id, pages)));
  } catch {
    printer.drop(id);
  }
}

await run('all', [2, 3]);
await run('some', [5, -1, 4]);
await sleep(120);
console.log(printer.lost);
