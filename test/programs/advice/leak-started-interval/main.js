// expect: timer.leak cache.js:10
// stop-after: 5
'use strict';
const { Cache } = require('./cache');

const cache = new Cache(50);
cache.start();
cache.set('a', 1);
setTimeout(() => console.log('left:', cache.size), 100);
