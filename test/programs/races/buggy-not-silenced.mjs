// expect: race.atomicity 7,9
import { setTimeout as delay } from 'node:timers/promises';

const weather = { samples: 0, mean: 0 };

export async function sample(value) {
  const mean = weather.mean;
  await delay(value % 3);
  weather.mean = mean + (value - mean) / ++weather.samples;
}

await Promise.all([4, 8, 6, 2].map(sample));
console.log(weather.samples);
