// expect: nothing
// never: promise.floating
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

// A tool that ends with what its work returned, although a server and a timer are open, in a module that awaits at its top.
const server = http.createServer((request, response) => response.end('hi')).listen(0, '127.0.0.1');
await once(server, 'listening');
const spinner = setInterval(() => process.stderr.write('.'), 20);

async function main() {
  await sleep(20);
  return spinner.hasRef() ? 0 : 2;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
