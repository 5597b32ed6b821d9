// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
const state = { current: 0, phase: 'idle', shown: [] };
// Looks whether the value is still its own.
async function show(id) {
  state.current = id;
  await delay(id * 3);
  if (state.current !== id) return;
  state.shown.push(id);
}
// One object for each call.
class Job {
  phase = 'new';
  constructor(name) { this.name = name; }
  async run() {
    this.phase = `running ${this.name}`;
    await delay(5);
    return this.phase;
  }
}
// Every call stores the same, and others only look.
async function busy() {
  state.phase = 'busy';
  await delay(4);
  return state.phase.length;
}
// The answer is for everybody.
let settings = { version: 0 };
async function refresh(version) {
  const loaded = await delay(version * 2, { version });
  settings = loaded;
  await delay(1);
  return settings.version > 0;
}
await Promise.all([show(3), show(1), show(2), new Job('a').run(), new Job('b').run(), busy(), busy()]);
await refresh(1);
await refresh(2);
console.log(state.shown.length, state.phase);
