// expect: nothing
'use strict';
const { spawn } = require('node:child_process');

const measured = [];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function file(reading) {
  await pause(60);
  measured.push(reading);
}

function main() {
  const meter = spawn(process.execPath, ['-e', 'console.log(1); setTimeout(() => console.log(2), 30)']);
  const filing = [];
  meter.stdout.setEncoding('utf8');
  meter.stdout.on('end', async () => {
    await Promise.all(filing);
    console.log('filed', measured.length);
    process.exit(0);
  });
  meter.stdout.on('data', (text) => {
    filing.push(file(Number(text)));
  });
}

main();
