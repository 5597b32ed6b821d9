// expect: nothing
// The copy is made behind the wait, whichever way it was reached; what is sent is taken out first.
import { setTimeout as sleep } from 'node:timers/promises';

const state = { prices: {}, lines: ['start'] };

async function change(name, currency) {
  const rate = currency === 'eur' ? 1 : (await sleep(30), 2);
  const next = { ...state.prices };
  next[name] = rate;
  state.prices = next;
}

const written = [];
async function flush(isSlow) {
  const batch = state.lines.splice(0);
  const stamp = (isSlow && (await sleep(40, 'late'))) || 'now';
  written.push(stamp, ...batch);
}

/** It waits, and then looks again. */
async function raise(name, isSlow) {
  let known = state.prices[name] ?? 0;
  if (isSlow) {
    await sleep(20);
    known = state.prices[name] ?? 0;
  }
  state.prices = { ...state.prices, [name]: known + 1 };
}

async function main() {
  setTimeout(() => state.lines.push('added'), 10);
  await Promise.all([change('tea', 'nok'), change('rice', 'usd'), change('salt', 'nok'), flush(true)]);
  await Promise.all([raise('tea', true), raise('tea', true), raise('tea', false)]);
  console.log(Object.keys(state.prices).length, state.lines.length, written.length);
}
main();
