// expect: nothing
import { readFile } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

let rules = { max: 80, words: [] };

readFile(new URL(import.meta.url), 'utf8', (err, text) => {
  if (err) throw err;
  rules = { max: text.length, words: text.split(' ') };
});

async function check(document) {
  await delay(300);
  return document.length <= rules.max;
}

console.log(await check('a short document'));
