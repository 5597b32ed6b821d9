import { setTimeout as delay } from 'node:timers/promises';

/** Runs in a process of its own in the real world: it takes as long as it takes. */
function run(text) {
  return new Promise((resolve) => setTimeout(resolve, 8 + text.length, text.split(' ').filter((word) => word.endsWith('s'))));
}

export async function misspelled(draft) {
  const text = draft.text();
  if (text === '') return [];
  const words = await run(text);
  return words.map((word) => ({ word, at: text.indexOf(word) }));
}

export async function countOf(sheet) {
  const length = sheet.rows;
  await delay(6 + 4 * length);
  return `${length} rows`;
}

/** Gives nothing once it asks about a text of the past. */
export async function current(draft) {
  const text = draft.text();
  const words = await run(text);
  return draft.text() === text ? words : undefined;
}

export async function abortable(draft, signal) {
  const words = await run(draft.text());
  signal.throwIfAborted();
  return words;
}

/** All take the same time. */
export async function steady(draft) {
  const text = draft.text();
  await delay(12);
  return text.length;
}

let asked = 0;
/** What only it counts. */
export async function counting() {
  const number = asked;
  asked = number + 1;
  await run(`question ${number}`);
  return { number };
}
