// expect: pool.saturated main.js:12
'use strict';
const fs = require('node:fs/promises');
const zlib = require('node:zlib');
const { randomBytes } = require('node:crypto');
const { promisify } = require('node:util');

const compress = promisify(zlib.brotliCompress);
const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 10 } };
const text = randomBytes(80_000).toString('hex');

const pack = async (n) => (await compress(Buffer.from(text + n), quality)).length;

async function page() {
  return (await fs.readFile(__filename, 'utf8')).length;
}

async function main() {
  const packing = Promise.all(Array.from({ length: 10 }, (_, n) => pack(n)));
  setTimeout(() => page().then((length) => console.log('page', length > 0)), 40);
  console.log('packed', (await packing).length);
}
main();
