// An outdoor shop: the service, and a load generator in a process of its own that shops for a few seconds.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { audit } from './audit.js';
import { Catalog } from './catalog.js';
import { Images } from './images.js';
import { Journal } from './journal.js';
import { Orders } from './orders.js';
import { Payments } from './payments.js';
import { Pricing } from './pricing.js';
import { Reports } from './reports.js';
import { buildServer } from './server.js';
import { Warehouse } from './warehouse.js';

const folder = await mkdtemp(path.join(os.tmpdir(), 'shop-'));
const catalog = await Catalog.open(new URL('./data/stock.json', import.meta.url), path.join(folder, 'stock.json'));
const journal = new Journal(path.join(folder, 'journal.txt'));
const pricing = new Pricing();
const images = new Images();
const payments = new Payments();
const warehouse = new Warehouse(catalog, journal);
const orders = new Orders(catalog, pricing, payments, journal, warehouse);
const reports = new Reports();
const server = buildServer({ catalog, images, orders, reports, warehouse });

try {
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address();
  console.log(`shop is open on port ${port}`);

  const load = fork(fileURLToPath(new URL('./load.js', import.meta.url)), [String(port)]);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => load.kill());
  load.on('message', (summary) => console.log(summary));
  const [code, signal] = await once(load, 'exit');
  if (code !== 0) {
    console.error(`load generator ended with ${signal ?? code}`);
    process.exitCode = 1;
  }
  for (const line of audit(catalog, orders, warehouse)) console.log(line);
} finally {
  await server.close();
  await Promise.all([pricing.close(), images.close()]);
  await rm(folder, { recursive: true });
}
console.log('shop is closed');
