// expect: nothing
// Who changes the two and who reads them take turns.
import { setTimeout as delay } from 'node:timers/promises';

let tail = Promise.resolve();
function inTurn(job) {
  const run = tail.then(job);
  tail = run.catch(() => {});
  return run;
}

class Clockwork {
  ratio = 4;
  phase = 1;
  adjust(ratio) {
    return inTurn(() => this.#adjust(ratio));
  }
  angle(seconds) {
    return inTurn(() => this.ratio * seconds + this.phase);
  }
  async #adjust(ratio) {
    this.ratio = ratio * 2;
    await delay(20);
    this.phase = this.ratio / 3;
  }
}

const works = new Clockwork();
const look = async () => {
  await delay(8);
  return works.angle(6);
};
console.log(await Promise.all([works.adjust(9), look(), works.adjust(2)]));
