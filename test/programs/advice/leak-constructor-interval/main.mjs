// expect: timer.leak cache.mjs:8
// stop-after: 5
import { TtlCache } from './cache.mjs';

const cache = new TtlCache(60_000);
cache.set('rate', 1.08);
console.log('rate', cache.get('rate'));
