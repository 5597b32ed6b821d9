// expect: race.order.last-write 15; race.order.last-write 27
// Two calls in one step, one after the other in the code, and calls of a loop that each note what they ask for: the older answer comes last.
const answers = new Map();
const ask = (what) => new Promise((resolve) => answers.set(what, () => resolve({ what })));
const answer = async (...order) => {
  for (const what of order) {
    answers.get(what)();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const flags = { current: null };
async function refresh(reason) {
  const fresh = await ask(reason);
  flags.current = fresh;
}
const polled = refresh('poll');
const pushed = refresh('push');
await answer('push', 'poll');
await Promise.all([polled, pushed]);
console.log(flags.current.what);

const panel = { text: '', hits: null };
async function type(text) {
  panel.text = text;
  const hits = await ask(text);
  panel.hits = hits;
}
const typed = ['p', 'pu', 'pump'].map(type);
await answer('pump', 'pu', 'p');
await Promise.all(typed);
console.log(panel.text, panel.hits.what);
