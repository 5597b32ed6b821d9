// What is done at a till.
import { setTimeout as delay } from 'node:timers/promises';
import { book, entriesOf, sumOf } from './log.mjs';

const manager = { allow: (cents) => delay(cents / 4, { by: 'Mia' }) };

export function put(till, cents) {
  book(till, { cents, number: entriesOf(till).length + 1 });
}

export async function take(till, cents) {
  const known = entriesOf(till);
  if (sumOf(known) < cents) return 'refused';
  const { by } = await manager.allow(cents);

  book(till, { cents: -cents, by, number: known.length + 1 });
  return 'taken';
}
