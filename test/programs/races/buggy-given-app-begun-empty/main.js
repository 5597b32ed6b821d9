// expect: race.order.use-before-init app.js:7,main.js:11
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
const { App } = require('./app.js');

async function load() {
  await sleep(5);
  return { eur: 2 };
}
async function boot(app) {
  app.rates = await load();
}
async function serve(app) {
  await sleep(15);
  console.log(app.total(3));
}
const app = new App();
void boot(app);
void serve(app);
