// expect: timer.leak main.mjs:8
// stop-after: 4
// Whoever takes values of a generator by hand, and goes away at a good one, leaves it at its `yield`: what stands behind never runs.

async function* levels(tank, every) {
  const seen = [];
  let wake = () => {};
  const gauge = setInterval(() => {
    seen.push(tank.level++);
    wake();
  }, every);
  try {
    for (;;) {
      while (seen.length > 0) yield seen.shift();
      await new Promise((resolve) => (wake = resolve));
    }
  } finally {
    clearInterval(gauge);
  }
}

async function firstAbove(source, limit) {
  for (;;) {
    const { value } = await source.next();
    if (value > limit) return value;
  }
}

console.log(await firstAbove(levels({ level: 7 }, 20), 9));
