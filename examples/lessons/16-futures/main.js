'use strict';
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

// Begun now, awaited later: the promise stands for the result meanwhile.
async function bake() {
  await sleep(500 * scale);
  return 'bread';
}

async function main() {
  const bread = bake();
  console.log('the oven is on');
  await sleep(200 * scale);
  console.log('the table is set');
  console.log(await bread);
}

main();
const server = http.createServer((request, response) => response.end('open'));
server.listen(0, () => console.log('the shop is open'));
process.on('SIGINT', () => server.close());
setTimeout(() => process.kill(process.pid, 'SIGINT'), 1000 * scale);
