// expect: race.check-then-act 11,12
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
let issued = 0;
const auth = {
  async issue() { await delay(10); return { value: `t${++issued}`, expires: Date.now() + 1000 }; },
};
class Client {
  #token = null;
  async token() {
    if (this.#token === null || this.#token.expires < Date.now()) {
      this.#token = await auth.issue();
    }
    return this.#token.value;
  }
  async call(path) { const t = await this.token(); await delay(2); return `${path}:${t}`; }
}
(async () => {
  const c = new Client();
  await Promise.all(['/a', '/b', '/c'].map((p) => c.call(p)));
  console.log('issued', issued);
})();
