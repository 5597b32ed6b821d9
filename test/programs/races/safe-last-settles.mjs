// expect: nothing
// Who waits for several jobs without Promise.all goes on after all of them: whoever is last settles what it waits for, and a pool takes out of its set what is done.
import { setTimeout as sleep } from 'node:timers/promises';

const counted = (jobs) =>
  new Promise((resolve, reject) => {
    let left = jobs.length;
    for (const job of jobs) {
      job().then(() => {
        left--;
        if (left === 0) resolve();
      }, reject);
    }
  });

const tested = (jobs) =>
  new Promise((resolve, reject) => {
    let done = 0;
    for (const job of jobs) job().then(() => void (++done === jobs.length && resolve()), reject);
  });

const listed = (jobs) =>
  new Promise((resolve, reject) => {
    const results = [];
    for (const job of jobs) {
      job().then((result) => {
        results.push(result);
        if (results.length === jobs.length) resolve(results);
      }, reject);
    }
  });

async function pooled(jobs) {
  const open = new Set();
  for (const job of jobs) {
    const one = job().then(() => open.delete(one));
    open.add(one);
    if (open.size >= 2) await Promise.race(open);
  }
  await Promise.all(open);
}

async function emptied(jobs) {
  const open = new Set();
  for (const job of jobs) {
    const one = job().then(() => open.delete(one));
    open.add(one);
  }
  while (open.size > 0) await Promise.race(open);
}

class Stock {
  count = 10;
  async take(ms) {
    const { count } = this;
    await sleep(ms);
    this.count = count - 1;
  }
}

for (const wait of [counted, tested, listed, pooled, emptied]) {
  const stock = new Stock();
  await wait([() => stock.take(4), () => sleep(15), () => sleep(25)]);
  await wait([() => stock.take(4), () => sleep(15), () => sleep(25)]);
  console.log(stock.count);
}
