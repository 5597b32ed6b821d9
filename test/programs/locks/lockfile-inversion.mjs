// expect: lock.order-inversion 15,22 exit 0
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-lockfile-'));
const [orders, stock] = ['orders.json', 'stock.json'].map((name) => path.join(folder, name));
for (const file of [orders, stock]) fs.writeFileSync(file, '[]');
const retries = { forever: true, minTimeout: 5, maxTimeout: 5 };
const append = (file, entry) => fs.promises.appendFile(file, entry);

async function order(entry) {
  const releaseOrders = await lockfile.lock(orders, { retries });
  const releaseStock = await lockfile.lock(stock, { retries });
  await Promise.all([append(orders, entry), append(stock, entry)]);
  await releaseStock();
  await releaseOrders();
}
async function restock(entry) {
  const releaseStock = await lockfile.lock(stock, { retries });
  const releaseOrders = await lockfile.lock(orders, { retries });
  await append(stock, entry);
  await releaseOrders();
  await releaseStock();
}
const first = order('one');
setTimeout(async () => {
  await restock('two');
  await first;
  fs.rmSync(folder, { recursive: true });
}, 1000);
