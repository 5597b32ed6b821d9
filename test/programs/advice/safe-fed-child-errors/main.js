// expect: nothing
// stop-after: 4
'use strict';
const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');

// It tells what it sees, and nobody waits for an answer: the program is there to listen.
const script = 'process.stdin.on("data", () => {}); setTimeout(() => console.log("started"), 50); setTimeout(() => {}, 60_000)';
const watcher = spawn(process.execPath, ['-e', script], { env: {}, stdio: ['pipe', 'pipe', 'inherit'] });
createInterface({ input: watcher.stdout }).on('line', (line) => console.log('seen', line));
watcher.stdin.write('watch src\n');
