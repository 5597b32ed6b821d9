// A bounded load: deliveries in the morning and in the evening, shoppers all day, a report at noon, refunds last.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const SKUS = ['mug', 'lamp', 'tent', 'stove', 'rope', 'map'];
const SHOPPERS = 6;
const VISITS = 50;

const port = Number(process.argv[2]);
const customers = new http.Agent({ keepAlive: true, maxSockets: 16 });
const supplier = new http.Agent({ keepAlive: true, maxSockets: 1 });
const counts = { requests: 0, orders: 0, soldOut: 0, refunds: 0 };
const paid = [];

function request(agent, method, path, body) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const headers = payload === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    const outgoing = http.request({ host: '127.0.0.1', port, agent, method, path, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
    counts.requests++;
  });
}

async function expect(status, agent, method, path, body) {
  const response = await request(agent, method, path, body);
  if (response.status !== status) throw new Error(`${method} ${path}: ${response.status} ${response.body}`);
  return response.body;
}

async function shop(customer) {
  for (let visit = 0; visit < VISITS; visit++) {
    const sku = SKUS[(customer * 5 + visit) % SKUS.length];
    await expect(200, customers, 'GET', '/products');
    if (visit % 4 === 0) await expect(200, customers, 'GET', `/products/${sku}/thumbnail`);
    const response = await request(customers, 'POST', '/orders', { customer: `customer ${customer}`, sku, quantity: 1 + (visit % 3) });
    if (response.status === 201) {
      counts.orders++;
      paid.push(JSON.parse(response.body).id);
    } else if (response.status === 409) counts.soldOut++;
    else throw new Error(`POST /orders: ${response.status} ${response.body}`);
    await delay(30 + ((customer * 7 + visit * 11) % 40));
  }
}

async function deliver() {
  for (const sku of SKUS) await expect(200, supplier, 'POST', '/deliveries', { sku, quantity: 10 });
}

async function readReport() {
  await delay(1500);
  await expect(200, customers, 'GET', '/reports/similar-baskets?count=5');
}

async function refund() {
  for (const id of paid.slice(0, 6)) {
    await expect(200, customers, 'POST', `/orders/${id}/refund`);
    counts.refunds++;
  }
}

try {
  await deliver();
  await Promise.all([readReport(), ...Array.from({ length: SHOPPERS }, (_, customer) => shop(customer))]);
  await deliver();
  await refund();
  process.send(`${counts.requests} requests: ${counts.orders} orders, ${counts.soldOut} sold out, ${counts.refunds} refunds`);
} finally {
  customers.destroy();
  supplier.destroy();
  process.disconnect();
}
