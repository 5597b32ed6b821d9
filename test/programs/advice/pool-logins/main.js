// expect: pool.saturated main.js:8
'use strict';
const fs = require('node:fs/promises');
const { promisify } = require('node:util');
const pbkdf2 = promisify(require('node:crypto').pbkdf2);

async function login(password) {
  const hash = await pbkdf2(password, 'salt', 1_000_000, 32, 'sha256');
  return hash.toString('hex').slice(0, 8);
}
async function page() {
  const text = await fs.readFile(__filename, 'utf8');
  return text.length > 0;
}

async function main() {
  const logins = Array.from({ length: 12 }, (_, i) => login(`password ${i}`));
  const shown = await page();
  await Promise.all(logins);
  console.log('page', shown);
}
main();
