'use strict';
let beats = 0;
setInterval(() => process.send(`beat ${++beats}`), 200);
process.on('message', () => (beats = 0));
