import { setTimeout as sleep } from 'node:timers/promises';

export async function loadDictionary() {
  await sleep(30);
  return 'en';
}

export async function spell(words, language) {
  const wrong = words.flatMap((word, place) => (word === 'teh' ? [{ place, language }] : []));
  await sleep(60);
  return JSON.stringify({ wrong });
}
