// expect: race.atomicity 16,13
// The press was stopped and started again; the timer of the first start finds the phase of the second one, and goes on too early.
import { setTimeout as sleep } from 'node:timers/promises';

class Press {
  phase = 'open';
  pressed = [];
  warm = 0;

  start(sheet) {
    if (this.phase !== 'open') throw new Error(this.phase);
    this.warm = Date.now();
    this.phase = 'closing';
    const begun = this.warm;
    setTimeout(() => {
      if (this.phase === 'closing') {
        this.phase = 'pressing';
        this.pressed.push([sheet, begun]);
      }
    }, 120);
  }

  stop() {
    this.phase = 'open';
  }
}

const press = new Press();
press.start('a');
await sleep(40);
press.stop();
press.start('b');
await sleep(160);
console.log(press.phase, press.pressed.length);
