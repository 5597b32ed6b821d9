// expect: pool.saturated main.js:14
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');
const pbkdf2 = promisify(require('node:crypto').pbkdf2);

// The file is open when the passwords come: its next steps, which Node begins, have to wait for them.
async function load(file) {
  return (await fs.readFile(file)).length;
}
async function login(password) {
  const hash = await pbkdf2(password, 'salt', 1_000_000, 32, 'sha256');
  return hash.toString('hex').slice(0, 8);
}

async function main() {
  const file = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'il-steps-')), 'large');
  await fs.writeFile(file, Buffer.alloc(48 << 20, 'x'));
  const loading = load(file);
  await fs.stat(file);
  await fs.stat(file);
  const logins = Promise.all(Array.from({ length: 12 }, (_, i) => login(`password ${i}`)));
  console.log(await loading, (await logins).length);
  await fs.rm(path.dirname(file), { recursive: true });
}
main();
