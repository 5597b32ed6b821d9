// expect: timer.leak watcher.js:10
// stop-after: 5
'use strict';
const { Watcher } = require('./watcher');

const watcher = new Watcher(['a', 'b']);
watcher.begin();
watcher.add('c');
watcher.begin();
watcher.stop();
console.log('stopped after', watcher.rounds);
