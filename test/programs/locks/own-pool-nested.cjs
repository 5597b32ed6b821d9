// expect: lock.permit-nesting 15,19 exit 0
class Pool {
  free = [1, 2];
  waiting = [];
  acquire() {
    if (this.free.length > 0) return Promise.resolve(this.free.pop());
    return new Promise((resolve) => this.waiting.push(resolve));
  }
  release(it) {
    this.waiting.length > 0 ? this.waiting.shift()(it) : this.free.push(it);
  }
}
const pool = new Pool();
async function inner() {
  const it = await pool.acquire();
  pool.release(it);
}
async function outer() {
  const it = await pool.acquire();
  await new Promise((resolve) => setTimeout(resolve, 1));
  await inner();
  pool.release(it);
}
Promise.all([outer(), outer()]).then(() => console.log('done'));
