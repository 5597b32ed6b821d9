// expect: none exit 0
// Whoever has nobody to wait for says so, and a race that nobody waits for does no harm.
const lanes = new Map([
  ['short', [5, 8]],
  ['long', [12]],
  ['new', []],
]);

async function swim(ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ms;
}

async function winner(name) {
  const swimmers = lanes.get(name) ?? [];
  if (swimmers.length === 0) return Promise.race([null]);
  return Promise.race(swimmers.map(swim));
}

const clock = setInterval(() => {}, 100);
const never = Promise.race([]);
for (const name of lanes.keys()) {
  const best = await Promise.race([never, winner(name)]);
  console.log(name, best);
}
clearInterval(clock);
