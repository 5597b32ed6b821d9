// expect: none exit 0
// Permits for so many in a time: a timer gives each of them back, and another one adds to them meanwhile.
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
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function limited() {
  await slots.acquire();
  setTimeout(() => {
    slots.release();
  }, 5);
}
async function main() {
  await limited();
  await pause(60);
  let added = 0;
  const adding = setInterval(() => {
    slots.release();
    if (++added === 2) clearInterval(adding);
  }, 5);
  await Promise.all([limited(), limited()]);
  await pause(100);
  console.log(slots.permits);
}
main();
