// expect: race.atomicity weighing.mjs:11,weighing.mjs:9
// The tare of one scale is taken before the reading, its factor after that; the scale was calibrated as a whole meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import { Scale } from './scale.mjs';
import { Weighing } from './weighing.mjs';

const scale = new Scale();
const weighing = new Weighing(scale).weigh(() => sleep(60, 40));
const done = new Promise((resolve) => setTimeout(resolve, 20)).then(() => scale.calibrate({ tare: 3, factor: 2 }));
console.log((await weighing).grams, await done);
