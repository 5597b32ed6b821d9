// expect: nothing
// The same mailer with one round at a time; another takes the box with it before it waits; and a gauge that reads all, and empties nothing, may do so at any time.
import { setTimeout as sleep } from 'node:timers/promises';

class Mailer {
  #box = [];
  #round;
  sent = 0;

  put(letter) {
    this.#box.push(letter);
  }

  flush() {
    this.#round ??= this.#flush().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #flush() {
    const letters = [...this.#box];
    for (const letter of letters) await this.#send(letter);
    this.#box.splice(0, letters.length);
  }

  async flushNow() {
    const letters = this.#box;
    this.#box = [];
    for (const letter of letters) await this.#send(letter);
  }

  async report() {
    const letters = [...this.#box];
    await sleep(3);
    return letters.length;
  }

  async #send(letter) {
    await sleep(8);
    this.sent += letter.length > 0 ? 1 : 0;
  }
}

const mailer = new Mailer();
for (const letter of ['dear Ada', 'dear Ben', 'dear Cy']) mailer.put(letter);
const rounds = setInterval(() => {
  mailer.flush();
  mailer.report();
}, 10);
await sleep(60);
clearInterval(rounds);
await mailer.flush();
for (const letter of ['dear Dan', 'dear Eve']) mailer.put(letter);
await Promise.all([mailer.flushNow(), mailer.flushNow(), mailer.report(), mailer.report()]);
console.log(mailer.sent);
