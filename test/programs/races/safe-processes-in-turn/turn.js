'use strict';
const fs = require('node:fs/promises');

async function main(file) {
  const turns = Number(await fs.readFile(file, 'utf8'));
  await fs.writeFile(file, String(turns + 1));
}
main(process.argv[2]);
