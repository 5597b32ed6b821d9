// expect: nothing
// stop-after: 3
// It runs for what comes at its time.
'use strict';
const { Scheduler } = require('./scheduler');

const scheduler = new Scheduler();
scheduler.at(Date.now() + 3_600_000, () => console.log('an hour later'));
scheduler.start();
console.log('waiting');
