// expect: race.check-then-act 23 ; race.check-then-act 22 ; race.check-then-act 26
import { setTimeout as sleep } from 'node:timers/promises';

class LogBuffer {
  lines = [];
  timer = null;
  isOpen = false;
  flushes = 0;
  constructor(opened) {
    this.opened = opened;
  }
  add(line) {
    this.lines.push(line);
    if (this.timer) return;
    if (this.isOpen) this.timer = setTimeout(() => this.flush(), 20);
    else this.openFirst();
  }
  async openFirst() {
    // Whoever adds a line meanwhile waits here, too, and sets a second timer.
    await this.opened;
    await sleep(1);
    this.isOpen = true;
    this.timer = setTimeout(() => this.flush(), 20);
  }
  flush() {
    this.timer = null;
    this.flushes++;
    this.lines.length = 0;
  }
}

let open;
const log = new LogBuffer(new Promise((resolve) => (open = resolve)));
log.add('first');
await sleep(1);
log.add('second');
open();
await sleep(60);
log.add('third');
await sleep(60);
console.log(log.flushes);
