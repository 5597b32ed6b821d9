// expect: timer.leak cache.js:9
// stop-after: 5
'use strict';
const { createCache } = require('./cache');

const cache = createCache({ ttl: 300 });
for (const word of ['one', 'two', 'one']) {
  if (cache.get(word) === undefined) cache.set(word, word.length);
}
console.log('counted', cache.get('one'), cache.get('two'));
