// expect: promise.unhandled main.mjs:15
// The first part is started, something else is awaited, and it fails before anybody waits for it.
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

async function load(id) {
  await turn();
  throw new Error(`no part ${id}`);
}

async function settings() {
  await sleep(50);
  return { theme: 'dark' };
}

const first = load(1);
const { theme } = await settings();
console.log(theme, await first.catch(() => 'none'));
