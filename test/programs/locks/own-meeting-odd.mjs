// expect: hang.exit-pending 19 exit 0
// Two meet and go on: who arrives second lets in the first. The last one waits for nobody, but no lock is left.
import { setTimeout as delay } from 'node:timers/promises';
class Meeting {
  #early = [];
  arrive() {
    const other = this.#early.shift();
    if (other) {
      other();
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#early.push(resolve));
  }
}
const meeting = new Meeting();
const pairs = [];
async function guest(name, ms) {
  await delay(ms);
  await meeting.arrive();
  pairs.push(name);
  await delay(ms);
  await Promise.resolve();
  pairs.push(`${name} left`);
}
async function host() {
  await Promise.all([guest('ada', 3), guest('bo', 5), guest('cy', 7)]);
  console.log(pairs);
}
async function main() {
  await host();
}
main();
