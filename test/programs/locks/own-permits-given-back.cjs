// expect: none exit 0
// Each gives back what it took: two permits at a time, one that a job of its own gives back, one for a pause.
class Semaphore {
  constructor(permits) {
    this.permits = permits;
    this.waiting = [];
  }
  async acquire() {
    if (this.permits > 0) this.permits--;
    else await new Promise((resolve) => this.waiting.push(resolve));
  }
  release() {
    const next = this.waiting.shift();
    if (next) next();
    else this.permits++;
  }
}
const slots = new Semaphore(2);
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function pair() {
  await slots.acquire();
  await slots.acquire();
  await turn();
  slots.release();
  slots.release();
}
async function finish() {
  await turn();
  slots.release();
}
async function start() {
  await slots.acquire();
  void finish();
  await slots.acquire();
  await turn();
  slots.release();
}
async function paused() {
  await slots.acquire();
  slots.release();
  await turn();
  await slots.acquire();
  slots.release();
}
(async () => {
  await pair();
  await start();
  await Promise.all([paused(), paused(), paused()]);
  await turn();
  console.log(slots.permits);
})();
