// expect: nothing
// A lighthouse is asked for its lamp. What it says too late is left out.
import { setTimeout as wait } from 'node:timers/promises';

const lamps = { north: 3, south: 40 };

async function answerOf(name) {
  await wait(lamps[name]);
  return 'lit';
}

class Chart {
  lamp = 'unknown';
  name;

  look(name) {
    this.name = name;
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.lamp = 'silent';
        reject(new Error(`${name} is silent`));
      }, 18);
      answerOf(name).then((lamp) => {
        if (this.lamp === 'silent') return;
        this.lamp = lamp;
        clearTimeout(limit);
        resolve(lamp);
      });
    });
  }
}

const [first, second] = [new Chart(), new Chart()];
const seen = await Promise.allSettled([first.look('north'), second.look('south')]);
console.log(seen.map(({ status }) => status).join());
await wait(50);
console.log(first.lamp, second.lamp);
