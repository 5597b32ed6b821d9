// expect: nothing
// ESLint issue 11687: a property is set, and set back where that fails, before the wait.
const { setTimeout: delay } = require('node:timers/promises');
class Reader {
  constructor(text) {
    this.text = text;
  }
  async read() {
    try {
      this.value = JSON.parse(this.text);
    } catch {
      this.value = null;
      await delay(1);
    }
  }
}
const good = new Reader('{}');
const bad = new Reader('{');
Promise.all([good.read(), bad.read(), bad.read()]).then(() => console.log(good.value, bad.value));
