// expect: hang.orphan-promise 16,21 signal
// Nobody takes part in the race: it has no end. The program goes on by its clock.
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
  return Promise.race(swimmers.map(swim));
}

const clock = setInterval(() => {}, 100);
for (const name of lanes.keys()) {
  const best = await winner(name);
  console.log(name, best);
}
clearInterval(clock);
