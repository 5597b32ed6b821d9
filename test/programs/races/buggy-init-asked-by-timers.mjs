// expect: race.order.use-before-init 24,13
// Departures are announced at their times; the stops of a line are read meanwhile, and the first announcement says that there are none.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const stopsOf = new Map();
const said = [];

async function readLine(line) {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  await sleep(120);
  const stops = text.split('\n').filter((row) => row.startsWith('import'));
  stopsOf.set(line, stops.map((row) => row.length));
}

class Announcer {
  constructor(line) {
    this.line = line;
    this.times = [];
    readLine(line).catch(console.error);
  }

  announce(length) {
    const stops = stopsOf.get(this.line) ?? [];
    said.push(stops.includes(length) ? `calls at ${length}` : `does not call at ${length}`);
  }

  plan(first, last) {
    this.times.push(setTimeout(() => this.announce(44), first));
    this.times.push(setTimeout(() => this.announce(44), last));
  }
}

new Announcer('U4').plan(60, 260);
setTimeout(() => console.log(said.join('; ')), 320);
