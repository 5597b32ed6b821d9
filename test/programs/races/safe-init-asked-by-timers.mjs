// expect: nothing
// Who finds no stops looks again later, by a timer of his own; the second announcement is planned by who has read them.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const stopsOf = new Map();
const said = [];

async function readLine(line, then) {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  await sleep(120);
  const stops = text.split('\n').filter((row) => row.startsWith('import'));
  stopsOf.set(line, stops.map((row) => row.length));
  then();
}

class Announcer {
  constructor(line) {
    this.line = line;
    readLine(line, () => setTimeout(() => this.announce(44, 0), 60)).catch(console.error);
  }

  announce(length, tries) {
    const stops = stopsOf.get(this.line) ?? [];
    if (stops.includes(length)) said.push(`calls at ${length} after ${tries}`);
    else setTimeout(() => this.announce(length, tries + 1), 60);
  }
}

const announcer = new Announcer('U4');
setTimeout(() => announcer.announce(44, 0), 40);
setTimeout(() => console.log(said.join('; ')), 360);
