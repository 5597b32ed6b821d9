// expect: nothing
// Each looks again and again, too: for a file that somebody else may write, and for a sign that a request from outside would give.
import { existsSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

let rounds = 0;
async function pause(ms) {
  await sleep(ms);
  if (++rounds === 600) console.log('late');
}

const service = { isAsked: false };

async function untilThere() {
  while (!existsSync('there-is-no-such-file')) await pause(10);
}

async function untilAsked() {
  while (!service.isAsked) await pause(10);
}

http
  .createServer((request, response) => {
    service.isAsked = true;
    response.end();
  })
  .listen(0, '127.0.0.1');
await Promise.all([untilThere(), untilAsked()]);
