// expect: nothing
// One exchange for all that wait; whoever is refused looks again; and one that failed before anybody else began.
import { setTimeout as sleep } from 'node:timers/promises';

let valid = 'g0';
let reachable = true;
async function exchange(code) {
  await sleep(5);
  if (!reachable || code !== valid) throw new Error('refused');
  valid = `g${Number(code.slice(1)) + 1}`;
  await sleep(5);
  return { code: valid, until: Date.now() + 60_000 };
}

class Shared {
  #grant = { code: valid, until: 0 };
  #renewal = null;

  async #renew() {
    const grant = await exchange(this.#grant.code);
    this.#grant = grant;
  }

  async code() {
    if (this.#grant.until <= Date.now()) {
      this.#renewal ??= this.#renew().finally(() => (this.#renewal = null));
      await this.#renewal;
    }
    return this.#grant.code;
  }
}

class Again {
  #grant = { code: valid, until: 0 };

  async #renew() {
    const grant = await exchange(this.#grant.code);
    this.#grant = grant;
  }

  async code() {
    while (this.#grant.until <= Date.now()) {
      try {
        await this.#renew();
      } catch {
        await sleep(10);
      }
    }
    return this.#grant.code;
  }
}

class InTurn {
  #grant = { code: valid, until: 0 };

  async #renew() {
    const grant = await exchange(this.#grant.code);
    this.#grant = grant;
  }

  async code() {
    if (this.#grant.until <= Date.now()) await this.#renew();
    return this.#grant.code;
  }
}

const shared = new Shared();
await Promise.all([1, 2, 3].map(() => shared.code()));
const again = new Again();
await Promise.all([1, 2, 3].map(() => again.code()));
const inTurn = new InTurn();
reachable = false;
await inTurn.code().catch(() => undefined);
reachable = true;
await inTurn.code();
console.log(valid);
