// expect: nothing
// A token that is refreshed when it has expired, and by a timer ahead of that; one refresh at a time. The refresh of a timer follows from no look at the token.
import { setTimeout as sleep } from 'node:timers/promises';

class Auth {
  token = null;
  #busy = null;
  count = 0;

  async get(now) {
    if (this.token && this.token.until > now) return this.token.value;
    return this.refresh(now);
  }

  refresh(now) {
    return (this.#busy ??= this.#fetch(now).finally(() => {
      this.#busy = null;
    }));
  }

  async #fetch(now) {
    await sleep(3);
    this.token = { value: `token ${++this.count}`, until: now + 2 };
    return this.token.value;
  }
}

const auth = new Auth();
for (let now = 0; now < 9; now++) {
  await Promise.all([auth.get(now), auth.get(now)]);
  if (now % 3 > 0) continue;
  const { count } = auth;
  setTimeout(() => void auth.refresh(now), 5);
  await auth.get(now);
  while (auth.count === count) await sleep(1);
}
console.log(auth.count > 1);
