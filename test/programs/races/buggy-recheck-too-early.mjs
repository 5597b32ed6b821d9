// expect: race.check-then-act 8,16
import { setTimeout as delay } from 'node:timers/promises';

const cache = new Map();
let wasted = 0;

async function compile(name) {
  const known = cache.get(name);
  if (known) return known;
  const meanwhile = cache.get(name);
  const built = await build(name);
  if (meanwhile) {
    wasted++;
    return meanwhile;
  }
  cache.set(name, built);
  return built;
}

async function build(name) {
  await delay(4);
  return { name, run: (x) => `${name}(${x})` };
}

const templates = await Promise.all(['page', 'page', 'mail'].map(compile));
console.log(templates.map((t) => t.run(1)).join(' '), wasted, templates[0] === templates[1]);
