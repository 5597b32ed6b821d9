// expect: nothing
// never: cache.stampede
// The refresh that is under way is shared; and a value that moves on from what it was is no cache.
import { setTimeout as sleep } from 'node:timers/promises';

class Tokens {
  token = null;
  pending = null;

  async refresh() {
    await sleep(60);
    this.token = 'eu-1';
  }

  async get() {
    if (this.token === null) {
      this.pending ??= this.refresh().finally(() => (this.pending = null));
      await this.pending;
    }
    return this.token;
  }
}

class Cursor {
  page = null;

  async next(after) {
    await sleep(40);
    return after === null ? 1 : after + 1;
  }

  async forward() {
    this.page = await this.next(this.page);
    return this.page;
  }
}

const tokens = new Tokens();
const call = async (path) => `${path} ${await tokens.get()}`;
console.log((await Promise.all(['/a', '/b', '/c'].map(call))).length);
const cursor = new Cursor();
for (let i = 0; i < 3; i++) console.log(await cursor.forward());
