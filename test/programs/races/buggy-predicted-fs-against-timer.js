// expect: race.atomicity 6,8
const fs = require('node:fs');
let n = 0;

async function bump() {
  const seen = n;
  await fs.promises.stat(__filename);
  n = seen + 1;
}

setTimeout(bump, 1);
setTimeout(bump, 60);
setTimeout(() => console.log(n > 0), 920);
