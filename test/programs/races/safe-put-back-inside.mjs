// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

/** What the names have by now is put back when the work is done. */
function keep(target, ...names) {
  const kept = names.map((name) => target[name]);
  return () => {
    for (let i = 0; i < names.length; i++) target[names[i]] = kept[i];
  };
}

/** Each router takes its part off the front of the address, as those in it do, and leaves it as it was. */
async function route(request, parts) {
  const done = keep(request, 'base', 'rest');
  const [part, ...others] = parts;
  if (part !== undefined) {
    request.base = `${request.base}/${part}`;
    request.rest = others.join('/');
    await delay(2);
    await route(request, others);
  }
  await delay(2);
  console.log(request.base);
  done();
}

async function answer(parts) {
  const request = { base: '', rest: parts.join('/') };
  await route(request, parts);
  console.log(request.rest);
}

await answer(['shop', 'orders', 'open']);
