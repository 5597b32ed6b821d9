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
