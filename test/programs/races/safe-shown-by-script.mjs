// expect: nothing
// The script weighs one crate, shows by a helper what the scale says by then, and weighs another one in between: it wants what is there, whoever put it on.
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

await weigh(12);
setTimeout(() => weigh(30), 5);
console.log(await show());
