// expect: nothing
// Calls in one step of which none is the newest: parts of one job, workers that take from one queue. And those whose answers come in turn, or that look whether they are the newest.
const answers = new Map();
const ask = (what) => new Promise((resolve) => answers.set(what, () => resolve({ what })));
const answer = async (...order) => {
  for (const what of order) {
    answers.get(what)();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const progress = { last: null };
const parts = ['a', 'b', 'c'].map(async (part) => {
  const done = await ask(part);
  progress.last = done;
});
await answer('c', 'a', 'b');
await Promise.all(parts);
console.log(progress.last.what);

const queue = ['q1', 'q2', 'q3', 'q4'];
const pool = { latest: null };
async function work(name) {
  for (let job = queue.shift(); job; job = queue.shift()) {
    const result = await ask(job);
    pool.latest = { name, ...result };
  }
}
const first = work('first');
const second = work('second');
await answer('q2', 'q1', 'q4', 'q3');
await Promise.all([first, second]);
console.log(pool.latest.what);

const flags = { current: null };
let newest = 0;
async function refresh(reason) {
  const own = ++newest;
  const fresh = await ask(reason);
  if (own === newest) flags.current = fresh;
}
const polled = refresh('poll');
const pushed = refresh('push');
await answer('push', 'poll');
await Promise.all([polled, pushed]);
console.log(flags.current.what);

const status = { text: null };
async function show(text) {
  const shown = await ask(text);
  status.text = shown;
}
const one = show('one');
const two = show('two');
await answer('one', 'two');
await Promise.all([one, two]);
console.log(status.text.what);
