// expect: nothing
// The list is asked for when the addition has been answered.
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

await append('salt');
await reload();
console.log(page());
