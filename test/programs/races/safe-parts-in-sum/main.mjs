// expect: nothing
// Both parts of the calibration are taken after the reading.
import { setTimeout as sleep } from 'node:timers/promises';
import { Scale } from './scale.mjs';
import { Weighing } from './weighing.mjs';

const scale = new Scale();
const weighing = new Weighing(scale).weigh(() => sleep(60, 40));
const done = new Promise((resolve) => setTimeout(resolve, 20)).then(() => scale.calibrate({ tare: 3, factor: 2 }));
console.log((await weighing).grams, await done);
