// expect: cache.stampede@info main.mjs:15 | race.check-then-act main.mjs:15 | race.atomicity main.mjs:15
// One thing is kept, not one for each key: a token, and the settings that the first user loads.
import { setTimeout as sleep } from 'node:timers/promises';

class Tokens {
  token = null;
  expires = 0;

  async request() {
    await sleep(60);
    return { value: 'eu-1', ttl: 60_000 };
  }

  async get(now) {
    if (this.token === null || this.expires < now) {
      const fresh = await this.request();
      this.token = fresh.value;
      this.expires = now + fresh.ttl;
    }
    return this.token;
  }
}

const tokens = new Tokens();
const call = async (path) => `${path} ${await tokens.get(1000)}`;
console.log((await Promise.all(['/a', '/b', '/c'].map(call))).length);
