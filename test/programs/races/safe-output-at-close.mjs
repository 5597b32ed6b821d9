// expect: nothing
// What a child process has printed is used when its streams have ended as well. At its exit it is only noted how much there is so far.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const CODE = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => console.log("tail"), 300)'], { stdio: ['ignore', 'inherit', 'ignore'] }).unref(); console.log('head')`;

function list() {
  const child = spawn(process.execPath, ['-e', CODE]);
  let output = '';
  let soFar = 0;
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => (soFar = output.length));
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`exit ${code}`));
      resolve(output.split('\n').length + soFar);
    });
  });
}

async function collect() {
  const child = spawn(process.execPath, ['-e', CODE]);
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await Promise.all([once(child, 'exit'), once(child.stdout, 'end')]);
  return Buffer.concat(chunks).length;
}

console.log((await list()) > 0, (await collect()) > 0);
