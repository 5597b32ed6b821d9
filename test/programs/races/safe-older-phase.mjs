// expect: nothing
// Stopping clears the timer of the press; a second press has its own phase, and its timer opens it again.
import { setTimeout as sleep } from 'node:timers/promises';

class Press {
  phase = 'open';
  timer = null;
  pressed = [];

  start(sheet) {
    if (this.phase !== 'open') throw new Error(this.phase);
    this.phase = 'closing';
    this.timer = setTimeout(() => {
      if (this.phase === 'closing') {
        this.phase = 'pressing';
        this.pressed.push(sheet);
      }
    }, 80);
  }

  stop() {
    clearTimeout(this.timer);
    this.phase = 'open';
  }
}

class Lid {
  state = 'shut';

  lift() {
    this.state = 'lifted';
    setTimeout(() => {
      if (this.state === 'lifted') this.state = 'shut';
    }, 60);
  }

  shut() {
    this.state = 'shut';
  }
}

const press = new Press();
press.start('a');
await sleep(30);
press.stop();
press.start('b');
await sleep(120);

const lid = new Lid();
lid.lift();
await sleep(20);
lid.shut();
lid.lift();
await sleep(90);
console.log(press.phase, press.pressed.length, lid.state);
