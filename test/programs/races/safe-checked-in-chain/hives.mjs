// Hives and their queens.
import { setTimeout as delay } from 'node:timers/promises';
import { queens } from './book.mjs';

const mark = (name) => delay(10, `${name}*`);

let last = Promise.resolve();
export function crown(hive, name) {
  const crowning = last
    .then(() => queens.count())
    .then((count) => {
      if (count > 0) throw new Error('there is a queen');
      return mark(name);
    })
    .then((marked) => queens.enter({ hive, marked }));
  last = crowning.catch(() => {});
  return crowning;
}

const hatched = { bees: 0 };
export function hatch(hive) {
  return mark(hive)
    .then((marked) => {
      if (marked.length > 20) throw new Error('what a name');
      return delay(2, marked);
    })
    .then(() => ++hatched.bees);
}
