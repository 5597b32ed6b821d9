// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const results = {};
let done = 0;
async function fetchOne(k) { const v = await delay(2 + k, k * 2); results[k] = v; done += 1; if (done === 3) console.log('all', Object.keys(results).length); }
[1, 2, 3].forEach((k) => fetchOne(k));
