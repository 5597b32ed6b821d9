// expect: nothing
// stop-after: 3
// The newest is the one that goes on: it was set anew, at another pace.
'use strict';
const { Watcher } = require('./watcher');

const watcher = new Watcher();
watcher.begin(60_000);
watcher.begin(30_000);
console.log('watching');
