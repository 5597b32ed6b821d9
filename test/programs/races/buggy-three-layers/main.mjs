// expect: race.atomicity service.mjs:10,service.mjs:8,store.mjs:9
import { Store } from './store.mjs';
import { CartRepository } from './repository.mjs';
import { CartService, priceOf } from './service.mjs';

const carts = new CartService(new CartRepository(new Store()), priceOf);
await Promise.all([carts.add('c1', 'pen'), carts.add('c1', 'paper'), carts.add('c2', 'ink')]);
console.log(await carts.count('c1') > 0);
