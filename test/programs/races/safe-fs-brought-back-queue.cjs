// expect: nothing
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

// One after the other: what is removed is not read, and not written, meanwhile.
let last = Promise.resolve();
const inTurn = (job) => (last = last.then(job));

async function main() {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'carts-'));
  const cart = path.join(dir, 'cart.json');
  await fs.writeFile(cart, '{"items":1}');
  const add = async () => {
    const { items } = JSON.parse(await fs.readFile(cart, 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await fs.writeFile(cart, JSON.stringify({ items: items + 1 }));
  };
  const jobs = [inTurn(add)];
  setTimeout(() => jobs.push(inTurn(() => fs.unlink(cart))), 5);
  await new Promise((resolve) => setTimeout(resolve, 15));
  await Promise.all(jobs);
  await fs.rm(dir, { recursive: true });
}
main();
