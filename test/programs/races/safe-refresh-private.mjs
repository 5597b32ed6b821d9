// expect: nothing
// A client that logs in once for all who find no token, in a field of its own: whoever is refused drops the token that it used, and so leaves what the others had found.
import { setTimeout as delay } from 'node:timers/promises';

let issued = 0;
let good = 't0';
async function login() {
  await delay(5);
  good = `t${++issued}`;
  return good;
}
async function ask(token) {
  await delay(2);
  return token === good ? 200 : 401;
}

class Api {
  #token = null;
  #pending = null;

  async token() {
    if (this.#token !== null) return this.#token;
    this.#pending ??= login()
      .then((token) => {
        this.#token = token;
        return token;
      })
      .finally(() => {
        this.#pending = null;
      });
    return this.#pending;
  }

  async get() {
    for (let attempt = 0; attempt < 3; attempt++) {
      const token = await this.token();
      if ((await ask(token)) === 200) return token;
      if (this.#token === token) this.#token = null;
    }
    throw new Error('refused');
  }
}

const api = new Api();
setTimeout(() => api.get(), 1);
setTimeout(() => api.get(), 3);
setTimeout(() => {
  good = 'revoked';
}, 50);
setTimeout(() => api.get(), 70);
setTimeout(() => api.get(), 74);
