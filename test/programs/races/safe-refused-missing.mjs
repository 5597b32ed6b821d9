// expect: nothing
// Who misses a plan has it drawn, and is refused until it is there; drawn twice it is the same plan.
import { setTimeout as sleep } from 'node:timers/promises';

class Plans {
  plans = {};

  async draw(floor) {
    await sleep(120);
    this.plans[floor] = `plan of floor ${floor}`;
    drawn.push(floor);
  }

  get(floor) {
    if (!this.plans[floor]) {
      this.draw(floor).catch(console.error);
      throw new Error(`floor ${floor} is not drawn yet`);
    }
    return this.plans[floor];
  }
}

const drawn = [];
const plans = new Plans();
function show(floor) {
  try {
    console.log(plans.get(floor));
  } catch (error) {
    console.log(error.message);
  }
}
show(1);
await sleep(3);
show(1);
await sleep(2);
show(2);
await sleep(300);
show(1);
console.log(drawn.length);
