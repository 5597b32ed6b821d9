// expect: race.order.use-before-init 17,12 ; race.order.use-before-init 27,25
// What a child process has printed is used when the process has ended. A process that it has started prints to the same pipe, and is not done.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const CODE = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => console.log("tail"), 300)'], { stdio: ['ignore', 'inherit', 'ignore'] }).unref(); console.log('head')`;

function list() {
  const child = spawn(process.execPath, ['-e', CODE]);
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code !== 0) return reject(new Error(`exit ${code}`));
      resolve(output.split('\n').length);
    });
  });
}

async function collect() {
  const child = spawn(process.execPath, ['-e', CODE]);
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await once(child, 'exit');
  return Buffer.concat(chunks).length;
}

console.log((await list()) > 0, (await collect()) >= 0);
