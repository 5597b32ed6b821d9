// expect: race.atomicity 9,11
// A tariff that takes its two functions out of its options: what the one has given is stored by the other after a wait.
import { setTimeout as pause } from 'node:timers/promises';

const tank = { litres: 100 };

function createTap({ level, setLevel, flow }) {
  return async function pour(litres) {
    const before = level();
    await flow(litres);
    setLevel(before - litres);
  };
}

const pour = createTap({
  level: () => tank.litres,
  setLevel(litres) {
    tank.litres = litres;
  },
  flow: (litres) => pause(20 + litres),
});

await Promise.all([pour(5), pour(20), pour(10)]);
console.log('litres', tank.litres);
