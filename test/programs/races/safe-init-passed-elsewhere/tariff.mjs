import { readFile } from 'node:fs/promises';

export async function readTariff(file) {
  const text = await readFile(file, 'utf8');
  return new Map(text.split('\n').map((line, i) => [`zone${i}`, line.length]));
}

export function priceOf(tariff, zone, rebate = 0) {
  const price = tariff.get(zone);
  return price - rebate;
}

// It knows that there may be none yet.
export function zonesOf(tariff) {
  return tariff ? [...tariff.keys()] : [];
}

export function label(tariff = new Map()) {
  return `${tariff.size} zones`;
}

export function note(log, tariff) {
  log.push(tariff);
}
