import { setTimeout as sleep } from 'node:timers/promises';

export let stations;

export async function load() {
  await sleep(250);
  stations = { nameOf: (code) => `station ${code}` };
}
