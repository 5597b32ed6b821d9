// expect: nothing
// Plugins are loaded when the program has started, as test runners and hosts do. One measures the machine at its top level: once, and nothing is expected of it before it is loaded.
'use strict';
setTimeout(() => {
  setTimeout(() => console.log('tick'), 5);
  require('./plugin.js');
}, 20);
setTimeout(() => console.log('tock'), 40);
