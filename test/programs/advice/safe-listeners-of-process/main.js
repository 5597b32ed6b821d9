// expect: nothing
// never: listener.leak
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// As many services as there are, each with its own end; they are started one after the other, and then serve. Jobs take their listener back.
process.setMaxListeners(30);

async function start(name) {
  await sleep(1);
  const service = { name, asked: 0 };
  process.on('SIGTERM', () => (service.asked = -1));
  return service;
}

async function job(service) {
  const stop = () => (service.asked = 0);
  process.on('SIGINT', stop);
  await sleep(1);
  service.asked++;
  process.removeListener('SIGINT', stop);
}

async function main() {
  const services = [];
  for (let i = 0; i < 14; i++) services.push(await start(`service ${i}`));
  for (let round = 0; round < 3; round++) {
    await Promise.all(services.map(job));
    await sleep(5);
  }
  for (const service of services) await job(service);
  console.log(services.length, services[0].asked);
}
main();
