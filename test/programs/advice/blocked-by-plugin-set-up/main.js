// expect: loop.blocked main.js:7 | loop.blocked plugin.js:4 | loop.blocked plugin.js:5
// As in safe-blocked-loading-plugin, but the plugin is loaded at the start, and measures the machine when it is set up, in the middle of what else is going on.
'use strict';
const plugin = require('./plugin.js');
setTimeout(() => {
  setTimeout(() => console.log('tick'), 5);
  plugin.setUp();
}, 20);
setTimeout(() => console.log('tock'), 40);
