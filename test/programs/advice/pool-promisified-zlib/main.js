// expect: pool.saturated main.js:8
const zlib = require('zlib');
const fs = require('fs');
const { promisify } = require('util');
const brotli = promisify(zlib.brotliCompress);
const text = Buffer.from(Array.from({ length: 12_000 }, (_, i) => `${(i * 48271) % 2147483647}`).join(' '));
async function pack() {
  const out = await brotli(text);
  return out.length;
}
async function config() {
  return { text: await fs.promises.readFile(__filename, 'utf8') };
}
async function main() {
  const packing = Array.from({ length: 8 }, pack);
  const c = await config();
  await Promise.all(packing);
  console.log(c.text.length > 0);
}
main();
