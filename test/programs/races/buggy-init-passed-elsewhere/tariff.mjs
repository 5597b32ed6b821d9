import { readFile } from 'node:fs/promises';

export async function readTariff(file) {
  const text = await readFile(file, 'utf8');
  return new Map(text.split('\n').map((line, i) => [`zone${i}`, line.length]));
}

export function priceOf(tariff, zone, rebate = 0) {
  const price = tariff.get(zone);
  return price - rebate;
}
