// expect: race.check-then-act 10,12; race.check-then-act 17,19; race.check-then-act 24,25
// What is stored, or the key it is stored under, is awaited in the call that stores it: the check before it is old by then.
import { setTimeout as delay } from 'node:timers/promises';

const state = { names: new Set(), pages: new Map() };
const sent = [];
let made = 0;

async function join(name, ms) {
  if (state.names.has(name)) throw new Error('taken');
  // The name is made sure of first.
  state.names.add(await delay(ms, name));
  made++;
}

async function open(id, ms) {
  if (state.pages.has(id)) return;
  // Another one may have opened it.
  state.pages.set(await delay(ms, id), { number: ++made });
}

async function send(id, ms) {
  // All parts of it, once.
  if (sent.includes(id)) return;
  sent.push(...(await delay(ms, [id])));
}

await Promise.all([join('ada', 5), join('ada', 25), open(1, 5), open(1, 25), send(1, 5), send(1, 25)]);
console.log(state.names.size, state.pages.size, sent.length, made);
