// expect: nothing
import { addItems } from './service.mjs';
import { load } from './repo.mjs';

await Promise.all([addItems('a', 1), addItems('a', 2), addItems('b', 3), addItems('a', 4)]);
console.log((await load('a')).n, (await load('b')).n);
