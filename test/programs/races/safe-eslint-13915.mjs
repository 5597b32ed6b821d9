// expect: nothing
// ESLint pull request 13915 (issue 11954): a count that goes up before a wait and down after it, each in one step.
import { setTimeout as delay } from 'node:timers/promises';
let running = 0;
let most = 0;
async function run(ms) {
  running += 1;
  most = Math.max(most, running);
  try {
    await delay(ms);
  } finally {
    running -= 1;
  }
}
await Promise.all([run(1), run(2), run(3)]);
console.log(running, most);
