// expect: nothing
// Each round of a worker begins the next one, for as long as the process lives: there is no end to wait for.
import { setTimeout as sleep } from 'node:timers/promises';

let done = 0;
async function work() {
  await sleep(2);
  done++;
  await sleep(1);
  work();
}

work();
setTimeout(() => {
  console.log(done > 0);
  process.exit(0);
}, 500);
