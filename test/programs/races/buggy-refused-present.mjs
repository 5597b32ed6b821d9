// expect: race.check-then-act 10,14
// A plan may be handed in once for each floor; who comes when there is one is refused, and one that is on its way is not seen.
import { setTimeout as sleep } from 'node:timers/promises';

class Plans {
  plans = {};

  async #file(floor, text) {
    await sleep(10);
    this.plans[floor] = text;
  }

  async handIn(floor, text) {
    if (this.plans[floor]) throw new Error(`floor ${floor} has a plan`);
    await this.#file(floor, text);
    return `${text} filed`;
  }
}

const plans = new Plans();
async function architect(name, afterMs) {
  await sleep(afterMs);
  console.log(await plans.handIn(1, `plan of ${name}`).catch((error) => error.message));
}
await Promise.all([architect('ada', 1), architect('bo', 40)]);
