// expect: hang.tla-unsettled 5 exit 13
import { setTimeout as sleep } from 'node:timers/promises';

async function pause() {
  await sleep(5000, undefined, { ref: false });
}

await pause();
console.log('never said');
