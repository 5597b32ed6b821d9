// expect: race.check-then-act 26 ; race.atomicity 31
// An object that a function makes keeps its state in a variable of that: whoever calls its methods reads and writes it.
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
const stock = makeStock();
const counter = makeCounter();
async function buy() {
  if (stock.count() < 1) throw new Error('sold out');
  await delay(5);
  stock.put(stock.count() - 1);
}
async function add(by) {
  const before = counter.read();
  await delay(5);
  counter.write(before + by);
}
await Promise.allSettled([buy(), buy(), add(1), add(2)]);
console.log(stock.count(), counter.read());
