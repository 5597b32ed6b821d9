// expect: none exit 0
const { setTimeout: sleep } = require('node:timers/promises');

class Bench {
  constructor(name) {
    this.name = name;
    this.inUse = false;
  }
  async claim() {
    while (this.inUse) await sleep(5);
    this.inUse = true;
  }
  leave() {
    this.inUse = false;
  }
}

async function work(first, second, met) {
  met();
  await both;
  await first.claim();
  try {
    await sleep(1);
    await Promise.all([tidy(first), swap(second)]);
  } finally {
    first.leave();
  }
}
const tidy = async (bench) => sleep(1, bench.name);
async function swap(bench) {
  await bench.claim();
  bench.leave();
}

let [left, meet] = [2, undefined];
const both = new Promise((resolve) => (meet = resolve));
const met = () => {
  if (--left === 0) meet();
};
const [saw, lathe] = [new Bench('saw'), new Bench('lathe')];
Promise.all([work(saw, lathe, met), work(saw, lathe, met)]).then(() => console.log('swapped'));
