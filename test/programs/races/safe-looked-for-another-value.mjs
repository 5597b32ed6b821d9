// expect: nothing
// A lift: a run that has begun goes on to its end unless somebody has stopped the lift; who comes while it runs is turned away.
import { setTimeout as delay } from 'node:timers/promises';

class Lift {
  state = 'idle';
  floor = 0;

  async go(floor) {
    if (this.state !== 'idle') return `busy: ${this.state}`;
    this.state = 'moving';
    await delay(30);
    if (this.state === 'stopped' || this.state === 'locked') return 'halted';
    this.state = 'idle';
    this.floor = floor;
    return `at ${floor}`;
  }

  async close() {
    if (this.state === 'locked') return;
    await delay(20);
    if (this.state === 'stopped') return;
    this.state = 'locked';
  }

  stop() {
    this.state = 'stopped';
  }
}

const [first, second] = [new Lift(), new Lift()];
const answers = await Promise.all([first.go(3), first.go(5), second.go(2), delay(10).then(() => second.stop()), second.close()]);
console.log(answers.slice(0, 3).join(', '), await first.go(4));
