import { setTimeout as delay } from 'node:timers/promises';

const skies = { bergen: ['rain', 'rain', 'rain'], oslo: ['sun', 'clouds'] };

export async function forecast(city) {
  await delay(city === 'bergen' ? 90 : 20);
  return skies[city];
}
