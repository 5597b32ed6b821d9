// expect: nothing
// ESLint issue 11899: an object of this call, built anew after a wait.
const { setTimeout: delay } = require('node:timers/promises');
async function load(extra) {
  await delay(2);
  return { id: 1, ...extra };
}
async function main(extra) {
  let data = await load(extra);
  const other = await load({ from: data.id });
  const keep = () => data;
  data = { ...data, ...other };
  return keep();
}
Promise.all([main({ a: 1 }), main({ b: 2 })]).then((all) => console.log(all.length));
