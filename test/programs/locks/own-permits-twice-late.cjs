// expect: lock.double-release 26,22,9 exit 0
// Who gives up waiting gives the permit back, and the job that it waited for does so, too.
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
async function limited(work) {
  await slots.acquire();
  const timer = setTimeout(() => {
    slots.release();
  }, 20);
  return work().then(() => {
    clearTimeout(timer);
    slots.release();
  });
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function main() {
  await limited(() => pause(400));
  await Promise.all([limited(() => pause(1)), limited(() => pause(1))]);
  console.log(slots.permits);
}
main();
