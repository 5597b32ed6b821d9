// expect: nothing
// A token is fetched once for all who find none: what is tested in the step that takes the slot is tested inside, and a token that expires meanwhile leaves nothing that anybody had not found.
import { setTimeout as delay } from 'node:timers/promises';

let issued = 0;
let token;
let refreshing;
function refresh() {
  if (refreshing) return refreshing;
  refreshing = load();
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
async function request() {
  const current = token ?? (await refresh());
  await delay(1);
  return current;
}

let kept;
class Client {
  #slot;
  #refresh() {
    this.#slot ??= (async () => {
      try {
        await delay(5);
        kept = `k${++issued}`;
        return kept;
      } finally {
        this.#slot = undefined;
      }
    })();
    return this.#slot;
  }
  async request() {
    let current = kept ?? (await this.#refresh());
    for (let attempt = 0; attempt < 2; attempt++) {
      await delay(2);
      if (current === `k${issued}`) return current;
      current = kept !== current && kept ? kept : await this.#refresh();
    }
    return current;
  }
}
const client = new Client();

setTimeout(request, 1);
setTimeout(request, 3);
setTimeout(() => client.request(), 4);
setTimeout(() => client.request(), 6);
setTimeout(() => {
  token = undefined;
  kept = undefined;
}, 500);
setTimeout(request, 600);
setTimeout(request, 602);
setTimeout(() => client.request(), 604);
setTimeout(() => client.request(), 606);
