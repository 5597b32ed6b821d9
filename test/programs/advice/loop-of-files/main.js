// expect: await.in-loop@info main.js:8
const fs = require('fs/promises');
const { setTimeout: sleep } = require('timers/promises');
async function sizeOf(name) { await sleep(30); return (await fs.stat(name)).size; }
async function total(names) {
  let sum = 0;
  for (const name of names) {
    const size = await sizeOf(name);
    sum += size;
  }
  return sum;
}
total([__filename, '/etc/passwd', '/etc/hosts', '/etc/hostname', '/etc/group']).then((n) => console.log(n > 0));
