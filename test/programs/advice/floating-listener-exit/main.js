// expect: promise.floating main.js:21
'use strict';
const { spawn } = require('node:child_process');

const measured = [];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function file(reading) {
  await pause(300);
  measured.push(reading);
}

function main() {
  const meter = spawn(process.execPath, ['-e', 'console.log(1); setTimeout(() => console.log(2), 30)']);
  meter.stdout.setEncoding('utf8');
  meter.stdout.on('end', () => {
    console.log('filed', measured.length);
    process.exit(0);
  });
  // The end comes when all is read, and not when all is filed.
  meter.stdout.on('data', async (text) => {
    await file(Number(text));
  });
}

main();
