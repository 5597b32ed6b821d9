// expect: race.check-then-act 11,13; race.check-then-act 18,20; race.check-then-act 25,26
// Whether an object has a key is asked by `in`, by `hasOwn`, and by an element under a sum.
import { setTimeout as delay } from 'node:timers/promises';

const opened = {};
const tokens = {};
const pages = {};
let made = 0;

async function open(ms) {
  if ('log' in opened) return;
  await delay(ms);
  opened.log = { number: ++made };
}

async function renew(user, ms) {
  // Nobody else may have made one meanwhile.
  if (!Object.hasOwn(tokens, user)) {
    await delay(ms);
    tokens[user] = { number: ++made };
  }
}

async function fetchPage(id, ms) {
  if (!pages['page:' + id]) {
    pages['page:' + id] = await delay(ms, { number: ++made });
  }
}

await Promise.all([open(5), open(25), renew('ada', 5), renew('ada', 25), fetchPage(1, 5), fetchPage(1, 25)]);
console.log(made, opened.log.number, tokens.ada.number, pages['page:1'].number);
