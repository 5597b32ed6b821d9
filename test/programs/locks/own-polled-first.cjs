// expect: lock.not-released 15,9,8 exit 0
// The first job fails: nobody has given it back yet, but the code would.
const { setTimeout: sleep } = require('node:timers/promises');

let busy = false;
async function oven(dish, tries = 6) {
  while (busy && tries-- > 0) await sleep(5);
  if (busy) throw new Error(`no oven for ${dish}`);
  busy = true;
}
const release = () => {
  busy = false;
};
async function bake(dish) {
  await oven(dish);
  const cake = await rise(dish);
  release();
  return cake;
}
async function rise(dish) {
  await sleep(2);
  if (dish === 'souffle') throw new Error('it fell');
  return `${dish}, done`;
}
(async () => {
  for (const dish of ['souffle', 'bread']) console.log(await bake(dish).catch((err) => err.message));
})();
