// expect: race.order.last-write forecast.mjs:9
// The valley is changed while the forecast for the one before is on its way: that comes last, and stays. Valley and weather are held alike.
import { setTimeout as delay } from 'node:timers/promises';
import { forecast } from './forecast.mjs';
import { signal } from './signal.mjs';

const answers = { Engadin: [70, 'snow -4'], Wallis: [10, 'sun 11'] };
const valley = signal('Engadin');
const { weather, refresh } = forecast({ valley, ask: (name) => delay(...answers[name]) });

const first = refresh();
await delay(20);
valley.value = 'Wallis';
await Promise.all([first, refresh()]);
console.log(valley.value, weather.value.sky, weather.value.degrees);
