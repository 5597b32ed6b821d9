// expect: race.order.use-before-init 10,15; promise.unhandled 10
// The level of a lock is asked for before it is set for the first time.
const { setTimeout: sleep } = require('node:timers/promises');
const { Gauge } = require('./gauge.js');

const gauge = new Gauge();

async function watch() {
  await sleep(4);
  console.log(gauge.level.toFixed(1));
}

async function fill() {
  await sleep(12);
  gauge.level = 55;
}

const both = [watch(), fill()];
Promise.all(both).then(async () => {
  await sleep(3);
  console.log(gauge.level?.toFixed(1));
});
