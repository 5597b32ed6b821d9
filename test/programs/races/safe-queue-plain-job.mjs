// expect: nothing
// A queue whose job is a plain function that asks for another one: the first is held until what the job returned has settled.
import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';

const tills = new PQueue({ concurrency: 1 });
const printer = new PQueue({ concurrency: 1 });
let cash = 200;
const slips = [];

async function counted() {
  await delay(3);
  return cash;
}

async function keep(value) {
  await delay(2);
  cash = value;
}

const sell = (price) =>
  tills.add(async () => {
    const before = await counted();
    await keep(before + price);
  });

const refund = (price) =>
  tills.add(() =>
    printer.add(async () => {
      const before = await counted();
      slips.push(price);
      await keep(before - price);
    }),
  );

setTimeout(() => sell(30), 1);
setTimeout(() => refund(20), 150);
setTimeout(() => sell(5), 300);
setTimeout(() => console.log(cash, slips.length), 600);
