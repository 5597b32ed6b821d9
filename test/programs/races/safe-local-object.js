// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
async function f(i) {
  const o = { n: i };
  o.n = o.n + 1;
  const v = o.n;
  await delay(1);
  o.n = v + 1;
  return o;
}
async function main() {
  let data = await delay(1, { id: 1 });
  const extra = await delay(1, 2);
  data = { ...data, extra };
  return data;
}
Promise.all([f(1), f(2), main(), main()]).then((all) => console.log(all.length));
