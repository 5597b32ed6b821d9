// expect: race.order.last-write 14
// The list that was asked for before the addition comes after its answer, and replaces it: what was added is not shown.
import { setTimeout as sleep } from 'node:timers/promises';

const stored = ['bread'];
let shown = [];

async function ask(ms) {
  const answer = [...stored];
  return sleep(ms, answer);
}

async function reload() {
  shown = await ask(60);
}

async function append(item) {
  stored.push(item);
  shown = await ask(10);
}

const page = () => shown.join(' ');

await Promise.all([reload(), append('salt')]);
console.log(page());
