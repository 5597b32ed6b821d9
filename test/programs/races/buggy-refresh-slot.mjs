// expect: race.check-then-act 21 ; race.check-then-act 43
// A token is fetched by one at a time, but who finds none asks whether it may before it takes its turn: the second fetches another. And one that somebody enters meanwhile is replaced.
import { setTimeout as delay } from 'node:timers/promises';

let issued = 0;
let asked = 0;
let token;
let refreshing;
async function current() {
  if (token) return token;
  await delay(asked++ === 0 ? 1 : 40);
  return refresh();
}
function refresh() {
  refreshing ??= load();
  return refreshing;
}
async function load() {
  try {
    await delay(5);
    token = `t${++issued}`;
    return token;
  } finally {
    refreshing = undefined;
  }
}

let entered;
let slot;
async function request() {
  return entered ?? (await find());
}
function find() {
  if (slot) return slot;
  slot = fetchNew();
  return slot;
}

async function fetchNew() {
  try {
    await delay(5);

    entered = `e${++issued}`;
    return entered;
  } finally {
    slot = undefined;
  }
}

setTimeout(current, 1);
setTimeout(current, 3);
setTimeout(request, 20);
setTimeout(() => {
  entered = 'by hand';
}, 40);
