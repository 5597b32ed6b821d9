// expect: nothing
// A sign says that it takes longer, and goes when the page has come: nobody has given up.
import { setTimeout as wait } from 'node:timers/promises';

class Panel {
  sign = 'none';

  async show(name, ms) {
    const slow = setTimeout(() => {
      this.sign = 'slow';
    }, 10);
    await wait(ms, name);
    clearTimeout(slow);
    this.sign = 'shown';
  }

  ask(ms, done) {
    const slow = setTimeout(() => {
      this.sign = 'slow';
    }, 10);
    setTimeout(() => {
      clearTimeout(slow);
      this.sign = 'shown';
      done(null);
    }, ms);
  }
}

const [one, two] = [new Panel(), new Panel()];
await one.show('tides', 30);
await new Promise((resolve) => two.ask(30, resolve));
console.log(one.sign, two.sign);
