// expect: race.atomicity 11 ; race.atomicity 19
// The copy is kept over a wait that only one of two ways has.
import { setTimeout as sleep } from 'node:timers/promises';

const state = { prices: {}, lines: ['start'] };

async function change(name, currency) {
  const next = { ...state.prices };
  const rate = currency === 'eur' ? 1 : (await sleep(30), 2);
  next[name] = rate;
  state.prices = next;
}

const written = [];
async function flush(isSlow) {
  const batch = [...state.lines];
  const stamp = (isSlow && (await sleep(40, 'late'))) || 'now';
  written.push(stamp, ...batch);
  state.lines.length = 0;
}

async function main() {
  setTimeout(() => state.lines.push('added'), 10);
  await Promise.all([change('tea', 'nok'), change('rice', 'usd'), change('salt', 'nok'), flush(true)]);
  console.log(Object.keys(state.prices).length, state.lines.length, written.length);
}
main();
