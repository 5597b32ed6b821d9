// expect: nothing
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
class Kiln extends EventEmitter { light() { setTimeout(() => this.emit('hot', 900), 2); } }

// A potter lights the kiln, listens until it is hot, and reads the plan meanwhile; a limit of the whole ends the program.
async function readPlan() {
  await sleep(5);
  return ['cup', 'bowl'];
}

const kiln = new Kiln();
kiln.light();
const hot = once(kiln, "hot");
const plan = await readPlan();
const limit = setTimeout(() => process.exit(), 40);
const [degrees] = await hot;
clearTimeout(limit);
console.log(plan.length, degrees);
