// expect: race.atomicity 7,9
import { setTimeout as delay } from 'node:timers/promises';

const stats = { samples: 0, mean: 0 };

export async function sample(value) {
  const mean = stats.mean;
  await delay(value % 3);
  stats.mean = mean + (value - mean) / ++stats.samples;
}

await Promise.all([4, 8, 6, 2].map(sample));
console.log(stats.samples);
