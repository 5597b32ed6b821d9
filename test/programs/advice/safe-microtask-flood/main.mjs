// expect: nothing
// Many ticks and microtasks that one loop makes at once, each with a few steps: they take a while, but none of them makes more of its kind without end.
let sum = 0;
function step() {
  for (let k = 0; k < 2000; k++) sum += k % 7;
}
function note() {
  queueMicrotask(step);
  step();
}
setTimeout(() => console.log('a timer'), 5);
setImmediate(() => console.log('an immediate', sum > 0));
await null;
for (let i = 0; i < 15_000; i++) process.nextTick(note);
for (let i = 0; i < 15_000; i++) queueMicrotask(step);
setTimeout(async () => {
  await null;
  const rows = await Promise.all(
    Array.from({ length: 10_000 }, async () => {
      await null;
      step();
    }),
  );
  console.log(rows.length);
}, 1);
