// expect: race.order.use-before-init 5,9,14
import { readFile } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

let rules;

readFile(new URL(import.meta.url), 'utf8', (err, text) => {
  if (err) throw err;
  rules = { max: text.length, words: text.split(' ') };
});

async function check(document) {
  await delay(300);
  return document.length <= rules.max;
}

console.log(await check('a short document'));
