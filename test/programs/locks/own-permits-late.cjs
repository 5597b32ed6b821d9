// expect: lock.not-released 21,6 exit 0
class Semaphore {
  free = 1;
  line = [];
  acquire() {
    if (this.free > 0) {
      this.free--;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.line.push(resolve));
  }
  release() {
    const next = this.line.shift();
    if (next) next();
    else this.free++;
  }
}
const seats = new Semaphore();
const late = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), ms));
async function watch(name, ms, patience) {
  await Promise.race([seats.acquire(), late(patience)]);
  try {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return name;
  } finally {
    seats.release();
  }
}
async function main() {
  const first = await Promise.allSettled([watch('ann', 300, 1500), watch('bob', 1, 30)]);
  const second = await Promise.allSettled([watch('cid', 1, 200)]);
  console.log([...first, ...second].map((s) => s.value ?? s.reason.message).join(', '));
}
main();
