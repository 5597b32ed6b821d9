// expect: race.order.use-before-init 14,10 ; race.order.use-before-init 32,25
// The call that has begun the loading, and dropped its promise, asks in the same step, where nothing can be there yet.
import { readFile } from 'node:fs/promises';

class Stations {
  names = new Map();

  async load() {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    this.names = new Map(text.split('\n').map((line, at) => [line.slice(0, 2), at]));
  }

  near(mark) {
    return this.names.has(mark);
  }
}

class Tariff {
  steps = [];
  constructor(file) {
    this.file = file;
  }
  async open() {
    const lines = (await readFile(this.file, 'utf8')).split('\n');
    this.steps = lines.map((line) => line.length);
  }
}

class Prices {
  tariff = new Tariff(new URL(import.meta.url));
  of(weight) {
    return this.tariff.steps.filter((step) => step < weight).length;
  }
}

async function plan(mark) {
  const [stations, prices] = [new Stations(), new Prices()];
  stations.load();
  prices.tariff.open();
  const stop = stations.near(mark) ? 'here' : 'nowhere';
  const price = prices.of(12);
  await new Promise((resolve) => setTimeout(resolve, 30));
  return `${stop} ${price}`;
}

console.log(await plan('im'));
