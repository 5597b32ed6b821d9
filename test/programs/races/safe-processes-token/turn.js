'use strict';
const fs = require('node:fs');

const file = process.argv[2];

process.on('message', async () => {
  const first = Number(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, String(first + 1));
  const second = Number(await fs.promises.readFile(file, 'utf8'));
  await fs.promises.writeFile(file, String(second + 1));
  process.send('done');
});
