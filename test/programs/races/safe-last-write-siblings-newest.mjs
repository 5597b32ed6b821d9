// expect: nothing
// Whoever has asked last says what is shown: an older answer is left out.
import { setTimeout as sleep } from 'node:timers/promises';

const stored = ['bread'];
let shown = [];
let asked = 0;

async function ask(ms) {
  const answer = [...stored];
  return sleep(ms, answer);
}

async function reload() {
  const own = ++asked;
  const answer = await ask(60);
  if (own === asked) shown = answer;
}

async function append(item) {
  stored.push(item);
  const own = ++asked;
  const answer = await ask(10);
  if (own === asked) shown = answer;
}

const page = () => shown.join(' ');

await Promise.all([reload(), append('salt')]);
console.log(page());
