// expect: nothing
// Who stores says which version it has seen; if that is not the newest any more, nothing is stored, and it tries again.
import { Store } from './store.mjs';

const store = new Store();
store.put('lamp', 40);
async function sell(name, count) {
  for (let left = 5; left > 0; left--) {
    const seen = await store.version(name);
    const stock = await store.get(name);
    if (await store.swap(name, stock - count, seen)) return left;
  }
  throw new Error('too busy');
}
const sales = await Promise.all([sell('lamp', 3), sell('lamp', 5)]);
console.log(sales.length, await store.get('lamp'));
