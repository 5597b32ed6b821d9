// expect: race.check-then-act 17,11
// An application can be waited for, but loads itself for the first who asks only: the mark comes after the wait, and whoever has asked before loads it, too.
const { setTimeout: delay } = require('node:timers/promises');

class App {
  ready = delay(5);
  resolving = false;
  waits = 0;

  get then() {
    if (this.resolving) {
      return undefined;
    }
    return (resolve, reject) =>
      this.ready.then(() => {
        this.waits++;
        this.resolving = true;
        resolve(this);
      }, reject);
  }
}

async function use(app) {
  const loaded = await app;
  return loaded.waits;
}

const app = new App();
Promise.all([use(app), use(app), use(app)]).then((waits) => console.log(Math.max(...waits)));
