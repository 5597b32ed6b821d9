// expect: race.atomicity 17,14
// A mailer sends all that is in its box, and empties it then. The timer does not wait for the round before: two rounds send the same letters.
import { setTimeout as sleep } from 'node:timers/promises';

class Mailer {
  #box = [];
  sent = 0;

  put(letter) {
    this.#box.push(letter);
  }

  async flush() {
    for (const letter of [...this.#box]) {
      await this.#send(letter);
    }
    this.#box.length = 0;
  }

  async #send(letter) {
    await sleep(8);
    this.sent += letter.length > 0 ? 1 : 0;
  }
}

const mailer = new Mailer();
for (const letter of ['dear Ada', 'dear Ben', 'dear Cy']) mailer.put(letter);
const rounds = setInterval(() => mailer.flush(), 10);
await sleep(100);
clearInterval(rounds);
console.log(mailer.sent >= 3);
