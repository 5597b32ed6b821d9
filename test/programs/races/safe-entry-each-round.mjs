// expect: nothing
// A shunter notes which train is at the platform, takes the note away when it has left, and notes the next one: between two rounds there is none, and that is what is to be seen.
import { setTimeout as sleep } from 'node:timers/promises';

const platform = new Map();

async function shunt(trains) {
  for (const train of trains) {
    platform.set('1', train);
    await sleep(8);
    platform.delete('1');
    await sleep(8);
  }
  platform.set('1', 'closed');
}

async function ask() {
  await sleep(1);
  const train = platform.get('1');
  return train === undefined ? 'nobody there' : `${train} is there`;
}

const work = shunt(['IC 7', 'RE 4']);
const seen = new Set();
for (let i = 0; i < 8; i++) {
  seen.add(await ask());
  await sleep(4);
}
await work;
console.log(seen.size > 0, await ask());
