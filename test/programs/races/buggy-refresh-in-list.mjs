// expect: race.check-then-act 30,22
// A refresh token is good for one exchange. Two calls find the access token too old and exchange the same refresh token: one stores what it got, the other is refused.
import { setImmediate as turn } from 'node:timers/promises';

const issuer = {
  current: 'r0',
  async exchange(token) {
    await turn();
    if (token !== this.current) throw new Error('invalid_grant');
    this.current = `r${Number(token.slice(1)) + 1}`;
    return { access: `a-${this.current}`, refresh: this.current, lifetime: 60_000 };
  },
};

class Session {
  #access = 'a0';
  #refresh = 'r0';
  #goodUntil = 0;

  async token() {
    try {
      if (this.#goodUntil < Date.now()) {
        const used = this.#refresh;
        const grant = await issuer.exchange(used);
        if (grant.refresh === used) {
          console.log('same token');
        }
        this.#access = grant.access;
        this.#refresh = grant.refresh;
        this.#goodUntil = Date.now() + grant.lifetime;
      }
    } catch (error) {
      console.log('cannot refresh');
      throw error;
    }
    return this.#access;
  }
}

const session = new Session();
const results = await Promise.allSettled(['report', 'mail'].map(async (job) => `${job} ${await session.token()}`));
console.log(results.map(({ status }) => status).join(' '));
