// expect: race.atomicity 8,14
// Each customer's crate is weighed, and his bill made by a helper from what the scale says by then: another customer has put his own on it in between.
import { setTimeout as settle } from 'node:timers/promises';

const scale = { kilos: 0 };

async function weigh(kilos) {
  scale.kilos = kilos;
  await settle(5);
}

async function show() {
  await settle(15);
  return scale.kilos;
}

async function serve(kilos) {
  await weigh(kilos);
  return `${kilos}: ${await show()}`;
}

const first = serve(12);
setTimeout(() => serve(30).then((bill) => console.log(bill)), 10);
console.log(await first);
