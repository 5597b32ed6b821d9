// expect: nothing
// Whether an object has a key is asked again after the wait, and each key is one task's own.
import { setTimeout as delay } from 'node:timers/promises';

const opened = {};
const tokens = {};
const pages = {};
let made = 0;

async function open(ms) {
  await delay(ms);
  if ('log' in opened) return;
  opened.log = { number: ++made };
}

async function renew(user, ms) {
  if (!Object.hasOwn(tokens, user)) {
    await delay(ms);
    if (!Object.hasOwn(tokens, user)) tokens[user] = { number: ++made };
  }
}

async function fetchPage(id, ms) {
  if (!pages['page:' + id]) {
    const page = await delay(ms, { number: id });
    pages['page:' + id] = page;
  }
}

await Promise.all([open(5), open(25), renew('ada', 5), renew('ada', 25), fetchPage(1, 5), fetchPage(2, 25)]);
console.log(made, opened.log.number, tokens.ada.number, pages['page:1'].number, pages['page:2'].number);
