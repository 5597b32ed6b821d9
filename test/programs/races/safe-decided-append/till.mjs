// What is done at a till.
import { setTimeout as delay } from 'node:timers/promises';
import { book, entriesOf, sumOf } from './log.mjs';

const manager = { allow: (cents) => delay(cents / 4, { by: 'Mia' }) };

export function put(till, cents) {
  book(till, { cents, number: entriesOf(till).length + 1 });
}

export async function take(till, cents) {
  const { by } = await manager.allow(cents);
  const known = entriesOf(till);
  if (sumOf(known) < cents) return 'refused';

  book(till, { cents: -cents, by, number: known.length + 1 });
  return 'taken';
}

const tills = new Map([['north', { hall: 2 }]]);
export async function note(till, text) {
  const known = tills.get(till);
  if (!known) return 'unknown';
  await delay(5);
  book(`${till} ${known.hall}`, { cents: 0, text, at: text.length });
  return text;
}
