// expect: nothing
// Each looks again and again, too: for a file that somebody else may write, and for a sign that a request from outside would give.
import { existsSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const service = { isAsked: false };

async function untilThere() {
  while (!existsSync('there-is-no-such-file')) await sleep(10);
}

async function untilAsked() {
  while (!service.isAsked) await sleep(10);
}

http
  .createServer((request, response) => {
    service.isAsked = true;
    response.end();
  })
  .listen(0, '127.0.0.1');
setTimeout(() => console.log('late'), 2500);
await Promise.all([untilThere(), untilAsked()]);
