'use strict';
const http = require('node:http');
const { once } = require('node:events');
const { promisify } = require('node:util');
const pbkdf2 = promisify(require('node:crypto').pbkdf2);

const server = http.createServer((request, response) => setTimeout(() => response.end('soup'), 400));

async function readMenu(base) {
  return (await fetch(`${base}/menu`)).text();
}

async function countPrimes(limit) {
  let count = 0;
  for (let n = 3; n < limit; n += 2) {
    let d = 3;
    while (d * d <= n && n % d !== 0) d += 2;
    if (d * d > n) count++;
  }
  return count;
}

async function hashPassword(password) {
  const hash = await pbkdf2(password, 'salt', 4_000_000, 32, 'sha256');
  return hash.toString('hex');
}

async function main() {
  server.listen(0);
  await once(server, 'listening');
  const base = `http://localhost:${server.address().port}`;
  // Each needs what the one before gave, so that they come one after the other.
  const menu = await readMenu(base);
  const primes = await countPrimes(1_500_000 * menu.length);
  console.log(menu, primes, await hashPassword(`${primes}`));
  server.close();
  server.closeAllConnections();
}

main();
