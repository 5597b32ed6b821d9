// expect: promise.floating main.mjs:17
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

// The tool ends with what its work returned, and so does the report that this left behind: it had a callback of its own, which never ran.
const server = http.createServer((request, response) => response.end('hi')).listen(0, '127.0.0.1');
await once(server, 'listening');

async function report() {
  await sleep(500);
  return 'sent';
}

async function main() {
  await sleep(20);
  report().then((state) => console.log(state));
  return 0;
}

main().then((code) => process.exit(code));
