// expect: lock.permit-nesting 20,23 exit 0
class Semaphore {
  constructor(permits) {
    this.permits = permits;
    this.waiters = [];
  }
  async acquire() {
    if (this.permits > 0) this.permits--;
    else await new Promise((resolve) => this.waiters.push(resolve));
  }
  release() {
    const next = this.waiters.shift();
    if (next) next();
    else this.permits++;
  }
}
const slots = new Semaphore(2);
const children = { root: ['left', 'right'], left: ['leaf'], right: [] };
async function visit(id) {
  await slots.acquire();
  try {
    await new Promise((r) => setTimeout(r, 5));
    await Promise.all((children[id] ?? []).map(visit));
  } finally {
    slots.release();
  }
}
visit('root').then(() => console.log('done'));
