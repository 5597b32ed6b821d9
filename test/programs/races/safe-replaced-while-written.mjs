// expect: nothing
// A roll of paper that is changed: whoever prints waits for the new one; or it is there at once, before the old one is cut off; or what is printed meanwhile is kept.
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

class Till {
  printed = 0;
  rolls = 0;

  constructor(folder) {
    this.folder = folder;
  }

  roll() {
    return createWriteStream(join(this.folder, `roll-${this.constructor.name}-${++this.rolls}`));
  }
}

class Patient extends Till {
  async change() {
    this.paper?.end();
    this.printed = 0;
    await sleep(60);
    this.paper = this.roll();
  }

  async print(line) {
    if (++this.printed > 3) await this.change();
    this.paper.write(`${line}\n`);
  }
}

class Ready extends Till {
  async change() {
    const old = this.paper;
    this.paper = this.roll();
    this.printed = 0;
    old?.end();
    await sleep(60);
    this.paper.cork();
    this.paper.uncork();
  }

  print(line) {
    if (++this.printed > 3) this.change().catch(console.error);
    this.paper.write(`${line}\n`);
  }
}

class Keeping extends Till {
  kept = [];
  isChanging = false;

  async change() {
    this.isChanging = true;
    this.paper?.end();
    this.printed = 0;
    await sleep(60);
    this.paper = this.roll();
    this.isChanging = false;
    for (const line of this.kept.splice(0)) this.paper.write(`${line}\n`);
  }

  print(line) {
    if (++this.printed > 3) this.change().catch(console.error);
    if (this.isChanging) this.kept.push(line);
    else this.paper.write(`${line}\n`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'till-'));
for (const till of [new Patient(folder), new Ready(folder), new Keeping(folder)]) {
  await till.change();
  for (const line of ['tea', 'milk', 'bread', 'salt', 'eggs']) {
    await till.print(line);
    await sleep(120);
  }
  till.paper.end();
  await once(till.paper, 'close');
}
rmSync(folder, { recursive: true });
console.log('closed');
