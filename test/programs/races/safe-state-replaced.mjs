// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
let state = { visits: 0, page: '' };
const totals = { words: 0, rows: 0 };
const notes = { version: 1, text: '' };
const breaker = { failures: 0, open: false };
let jobs = [1, 2];
async function visit(page) {
  await delay(page.length);
  state = { ...state, page, visits: state.visits + 1 };
}
async function add(text) {
  await delay(text.length);
  const { words, rows } = totals;
  Object.assign(totals, { words: words + text.split(' ').length, rows: rows + 1 });
}
async function save(text, expected) {
  await delay(text.length);
  if (notes.version !== expected) throw new Error('changed meanwhile');
  notes.text = text;
  notes.version = expected + 1;
}
const isDone = async (job) => {
  await delay(5);
  return job % 2 === 0;
};
async function sweep(done = new Set()) {
  for (const job of jobs.slice()) if (await isDone(job)) done.add(job);
  jobs = jobs.filter((job) => !done.has(job));
}
// A failure is noted whatever the check allowed.
async function call(operation) {
  if (breaker.open || breaker.failures > 1) throw new Error('not now');
  try {
    await operation();
  } catch {
    breaker.failures++;
    if (breaker.failures > 1) breaker.open = true;
  }
}
const refuse = async () => {
  await delay(3);
  throw new Error('refused');
};
// Nobody else waits so long: timers of one duration may all be handled before a shorter one that was begun later.
setTimeout(() => jobs.push(3), 9);
const work = [visit('home'), visit('about us'), add('one two'), add('three'), save('first', 1), save('second', 1), sweep()];
await Promise.allSettled([...work, call(refuse), call(refuse), call(refuse)]);
console.log(state, totals, notes, jobs, breaker);
