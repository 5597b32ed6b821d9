// expect: nothing
'use strict';
const { fork } = require('node:child_process');
if (process.argv[2] === 'child') { process.on('message', (m) => { process.send(m * m); if (m === 3) process.disconnect(); }); } else { const c = fork(__filename, ['child']); const out = []; c.on('message', (m) => out.push(m)); c.on('exit', (code) => console.log(out.join(), code)); [1, 2, 3].forEach((n) => c.send(n)); }
