// expect: race.check-then-act 19,24
// A grant that can be exchanged once: all that find it run out exchange it, and all but the first are refused.
import { setTimeout as sleep } from 'node:timers/promises';

let valid = 'g0';
async function exchange(code) {
  await sleep(5);
  if (code !== valid) throw new Error('refused');
  valid = `g${Number(code.slice(1)) + 1}`;
  await sleep(5);
  return { code: valid, until: Date.now() + 60_000 };
}

class Session {
  #grant = { code: 'g0', until: 0 };

  async #renew() {
    const grant = await exchange(this.#grant.code);
    this.#grant = grant;
  }

  async code() {
    // Run out, or never there.
    if (this.#grant.until <= Date.now()) await this.#renew();
    return this.#grant.code;
  }
}

const session = new Session();
const results = await Promise.allSettled([1, 2, 3].map(() => session.code()));
console.log(results.map((one) => one.status).join(' '));
