// Hives and their queens.
import { setTimeout as delay } from 'node:timers/promises';
import { queens } from './book.mjs';

const mark = (name) => delay(10, `${name}*`);

export function crown(hive, name) {
  return queens
    .count()
    .then((count) => {
      if (count > 0) throw new Error('there is a queen');
      return mark(name);
    })
    .then((marked) => queens.enter({ hive, marked }));
}
