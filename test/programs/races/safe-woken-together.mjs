// expect: nothing
// A lane of a pool takes two swimmers. Who finds it full waits until somebody leaves, and all who wait are called then: each looks again. The shower hands its one place to the next in line, who need not look.
import { setTimeout as sleep } from 'node:timers/promises';

class Lane {
  swimmers = 0;
  most = 0;
  line = [];
  async enter() {
    // Full?
    while (this.swimmers >= 2) {
      await new Promise((go) => this.line.push(go));
    }
    this.swimmers++;
    this.most = Math.max(this.most, this.swimmers);
  }

  leave() {
    this.swimmers--;
    for (const go of this.line.splice(0)) go();
  }
}

class Shower {
  taken = false;
  line = [];
  async take() {
    if (this.taken) await new Promise((go) => this.line.push(go));
    this.taken = true;
  }

  give() {
    this.taken = false;
    this.line.shift()?.();
  }
}

const lane = new Lane();
const shower = new Shower();

async function swim(name, ms) {
  await lane.enter();
  await sleep(ms);
  lane.leave();
  await shower.take();
  await sleep(2);
  shower.give();
  return name;
}

const swimmers = await Promise.all([swim('ada', 4), swim('bo', 9), swim('cy', 5), swim('di', 5)]);
console.log(swimmers.join(), lane.most);
