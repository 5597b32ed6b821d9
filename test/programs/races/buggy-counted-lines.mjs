// expect: race.order.last-write 22,13
// Whoever leaves takes the line away, though another one may have begun a new one meanwhile, and those who come then do not see it.
import { setTimeout as delay } from 'node:timers/promises';

class Lines {
  #lines = new Map();
  begun = 0;

  async stand(shelf, ms, isFirst) {
    let line = this.#lines.get(shelf);
    if (isFirst || !line) {
      this.begun++;
      this.#lines.set(shelf, (line = { people: 0 }));
    }
    line.people++;
    await delay(ms);
    return line;
  }

  async leave(shelf, line, ms) {
    line.people--;
    await delay(ms);
    this.#lines.delete(shelf);
  }

  has(shelf) {
    return this.#lines.has(shelf);
  }
}

const lines = new Lines();
async function visit(shelf, ms, isFirst) {
  const line = await lines.stand(shelf, ms, isFirst);
  await lines.leave(shelf, line, ms);
}
await Promise.all([visit('top', 4, true), delay(2).then(() => visit('top', 12, true)), delay(14).then(() => lines.has('top'))]);
console.log(lines.begun, lines.has('top'));
