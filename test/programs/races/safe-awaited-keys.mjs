// expect: nothing
// What is stored is awaited before the check, or belongs to one task.
import { setTimeout as delay } from 'node:timers/promises';

const state = { names: new Set(), pages: new Map() };
const sent = [];
let made = 0;

async function join(name, ms) {
  const known = await delay(ms, name);
  if (state.names.has(known)) return;
  state.names.add(known);
  made++;
}

async function open(id, ms) {
  if (state.pages.has(id)) return;
  state.pages.set(await delay(ms, id), { number: ++made });
}

async function send(id, ms) {
  const parts = await delay(ms, [id]);
  if (sent.includes(id)) return;
  sent.push(...parts);
}

async function add(id, ms) {
  // It is looked for once it is there.
  if (!sent.includes(await delay(ms, id))) sent.push(id);
}

await Promise.all([join('ada', 5), join('ada', 25), open(1, 5), open(2, 25), send(1, 5), send(1, 25), add(7, 5), add(7, 25)]);
console.log(state.names.size, state.pages.size, sent.length, made);
