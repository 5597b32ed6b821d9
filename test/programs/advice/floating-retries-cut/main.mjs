// expect: promise.floating main.mjs:12
// The second try is nobody's: whoever waits for the first call goes on when that has failed, and the process ends before the message is sent.
import { setTimeout as sleep } from 'node:timers/promises';

let sent = 0;
async function send(triesLeft) {
  try {
    await sleep(10);
    if (triesLeft > 1) throw new Error('busy');
  } catch {
    await sleep(1);
    send(triesLeft - 1);
    return;
  }
  await sleep(3000);
  sent++;
}

await send(3);
await sleep(20);
console.log(sent);
process.exit(0);
