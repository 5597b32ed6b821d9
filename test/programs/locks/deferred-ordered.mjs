// expect: none exit 0
// Services by name, and parts that say that they are up before they wait for each other.
import { setTimeout as delay } from 'node:timers/promises';

class Part {
  up = {};
  constructor(name) {
    this.name = name;
    this.up.promise = new Promise((settle) => void (this.up.resolve = settle));
  }

  async start(other) {
    await delay(2);
    this.up.resolve(this.name);
    const peer = await other.up.promise;
    console.log(this.name, 'knows', peer);
  }
}

const [left, right] = [new Part('left'), new Part('right')];
await Promise.all([left.start(right), right.start(left)]);
