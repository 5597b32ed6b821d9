// expect: none exit 0
import { setTimeout as sleep } from 'node:timers/promises';

async function refresh() {
  for (;;) {
    await sleep(5000, undefined, { ref: false });
    console.log('again');
  }
}

refresh();
await sleep(5);
console.log('done');
