// expect: race.atomicity 10 ; race.atomicity 18 ; race.atomicity 19 ; race.atomicity 26 ; race.atomicity 34
import { setTimeout as delay } from 'node:timers/promises';
let state = { visits: 0, page: '' };
const totals = { words: 0, rows: 0 };
const notes = { version: 1, text: '' };
let jobs = [1, 2];
async function visit(page) {
  const { visits } = state;
  await delay(page.length);
  state = { ...state, page, visits: visits + 1 };
}
async function add(text) {
  const { words, rows } = totals;
  await delay(text.length);
  // Both are written in one call.
  Object.assign(totals, {
    // A site for each.
    words: words + text.split(' ').length,
    rows: rows + 1,
  });
}
async function save(text, expected) {
  if (notes.version !== expected) throw new Error('changed meanwhile');
  await delay(text.length);
  notes.text = text;
  notes.version = expected + 1;
}
const isDone = async (job) => {
  await delay(5);
  return job % 2 === 0;
};
async function sweep(left = []) {
  for (const job of jobs.slice()) if (!(await isDone(job))) left.push(job);
  jobs = left;
}
setTimeout(() => jobs.push(3), 8);
await Promise.allSettled([visit('home'), visit('about us'), add('one two'), add('three'), save('first', 1), save('second', 1), sweep()]);
console.log(state, totals, notes, jobs);
