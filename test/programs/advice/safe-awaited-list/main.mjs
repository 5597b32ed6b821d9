// expect: nothing
// never: promise.floating
// Awaits of lists that miss nothing: of values, of promises that are awaited one by one afterwards, and of promises that were settled.
import { setImmediate as turn } from 'node:timers/promises';

const lengthOf = async (name) => turn(name.length);
async function measure(names) {
  const pending = await names.map((name) => lengthOf(name));
  let sum = 0;
  for (const length of pending) sum += await length;
  const settled = names.map((name) => Promise.resolve(name.length));
  await Promise.all(settled);
  await settled;
  const kept = [lengthOf('d')];
  await kept;
  const { proxy, revoke } = Proxy.revocable([], {});
  await new Proxy([lengthOf('e').catch(() => 0)], {});
  revoke();
  typeof (await { proxy });
  return [...(await [sum]), ...(await Promise.all(kept))];
}
console.log('measured', await measure(['a', 'bb', 'ccc']));
