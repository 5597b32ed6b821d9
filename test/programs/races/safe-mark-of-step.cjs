// expect: nothing
// An application can be waited for, whoever asks for it and how often: a mark keeps the promise that is resolved with it from asking again, and is taken back in that very step.
const { setTimeout: delay } = require('node:timers/promises');

class App {
  ready = delay(5);
  resolving = false;
  waits = 0;

  get then() {
    if (this.resolving) {
      this.resolving = false;
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
