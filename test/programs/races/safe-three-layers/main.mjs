// expect: nothing
import { Store } from './store.mjs';
import { CartRepository } from './repository.mjs';
import { CartService, priceOf } from './service.mjs';

const carts = new CartService(new CartRepository(new Store()), priceOf);
const perCart = new Map();
function enqueue(id, job) {
  const tail = (perCart.get(id) ?? Promise.resolve()).then(job, job);
  perCart.set(id, tail);
  return tail;
}
await Promise.all([
  enqueue('c1', () => carts.add('c1', 'pen')),
  enqueue('c1', () => carts.add('c1', 'paper')),
  enqueue('c2', () => carts.add('c2', 'ink')),
]);
console.log(await carts.count('c1') > 0);
