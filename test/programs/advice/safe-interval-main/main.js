// expect: nothing
// stop-after: 3
'use strict';
// A clock: the interval is the program.
let ticks = 0;
setInterval(() => ticks++, 100);
console.log('counting');
