// expect: none exit 0
class Slots {
  free = 1;
  line = [];
  acquire(signal) {
    if (this.free > 0) {
      this.free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        this.line.splice(this.line.indexOf(resolve), 1);
        reject(signal.reason);
      });
      this.line.push(resolve);
    });
  }
  release() {
    const next = this.line.shift();
    if (next) next();
    else this.free++;
  }
}
const slots = new Slots();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function print(page, ms, patience) {
  await slots.acquire(AbortSignal.timeout(patience));
  try {
    await sleep(ms);
    return page;
  } finally {
    slots.release();
  }
}
async function main() {
  // The signals' own timers keep nothing alive.
  const limit = setTimeout(() => process.exit(1), 20_000);
  const first = await Promise.allSettled([print('a', 300, 5000), print('b', 1, 30)]);
  const second = await Promise.allSettled([print('c', 1, 200)]);
  clearTimeout(limit);
  console.log([...first, ...second].map((s) => s.value ?? s.reason.name).join(', '));
}
main();
