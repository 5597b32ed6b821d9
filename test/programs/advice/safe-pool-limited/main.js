// expect: nothing
'use strict';
const fs = require('node:fs/promises');
const { promisify } = require('node:util');
const pbkdf2 = promisify(require('node:crypto').pbkdf2);

// Two at once leave room for others.
const waiting = Array.from({ length: 8 }, (_, i) => `password ${i}`);
async function hashAll() {
  for (let password = waiting.pop(); password !== undefined; password = waiting.pop()) {
    await pbkdf2(password, 'salt', 150_000, 32, 'sha256');
  }
}
async function page() {
  const text = await fs.readFile(__filename, 'utf8');
  return text.length > 0;
}

async function main() {
  const hashing = [hashAll(), hashAll()];
  const shown = await page();
  await Promise.all(hashing);
  console.log('page', shown);
}
main();
