// expect: lock.double-release 27,25,8 exit 0
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
async function encode(n) {
  await slots.acquire();
  try {
    await turn();
    if (n === 2) throw new Error('broken');
  } catch {
    slots.release();
  } finally {
    slots.release();
  }
}
Promise.all([1, 2, 3, 4].map(encode)).then(() => console.log(slots.permits));
