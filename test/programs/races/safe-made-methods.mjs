// expect: nothing
// Each call has an object of its own, or looks when nothing is waited for any more.
import { setTimeout as delay } from 'node:timers/promises';
function makeStock() {
  let left = 1;
  return {
    count: () => left,
    put(count) {
      left = count;
    },
  };
}
function makeCounter() {
  let count = 0;
  function read() {
    return count;
  }
  const write = (value) => (count = value);
  return { read, write };
}
const counter = makeCounter();
async function buy() {
  const stock = makeStock();
  if (stock.count() < 1) throw new Error('sold out');
  await delay(5);
  stock.put(stock.count() - 1);
}
async function add(by) {
  await delay(5);
  const before = counter.read();
  counter.write(before + by);
}
await Promise.allSettled([buy(), buy(), add(1), add(2)]);
console.log(counter.read());
