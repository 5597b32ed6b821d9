// expect: nothing
// The same factory with what is there by then, and one whose two functions belong to different places.
import { setTimeout as pause } from 'node:timers/promises';

const tank = { litres: 100 };
const meter = { shown: 0 };

function createTap({ level, setLevel, flow }) {
  return async function pour(litres) {
    await flow(litres);
    setLevel(level() - litres);
  };
}

function createDisplay({ measured, show }) {
  return {
    async refresh() {
      const litres = measured();
      await pause(20);
      show(litres);
    },
  };
}

const level = () => tank.litres;
const pour = createTap({
  level,
  setLevel(litres) {
    tank.litres = litres;
  },
  flow: (litres) => pause(20 + litres),
});
const display = createDisplay({
  measured: () => tank.litres,
  show(litres) {
    meter.shown = Math.max(meter.shown, litres);
  },
});

await Promise.all([pour(5), display.refresh(), pour(20), display.refresh(), pour(10)]);
console.log('litres', tank.litres, meter.shown);
