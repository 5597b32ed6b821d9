// The service under measurement, not listening yet. `/orders/:id` awaits a few small asynchronous functions and answers with JSON; `/files/:id` waits for a file and a timer.
// `/cpu` tells how much processor time the whole process has used so far, in microseconds; `/stop` ends it.
const { stat } = require('node:fs/promises');
const { setTimeout: delay } = require('node:timers/promises');
const fastify = require('fastify');

const sessions = new Map([['bench', { user: 'ada', calls: 0 }]]);
const orders = new Map(Array.from({ length: 100 }, (_, id) => [id, { id, customer: `customer ${id % 7}`, cents: 990 + id, views: 0 }]));

async function authenticate(token) {
  const session = sessions.get(token);
  if (!session) throw new Error('unknown token');
  session.calls++;
  return session;
}

async function findOrder(id) {
  await null;
  const order = orders.get(id);
  order.views++;
  return order;
}

async function checkLimit(session) {
  await null;
  if (session.calls > 1e9) throw new Error('too many calls');
}

async function priceOf(order) {
  const cents = await Promise.resolve(order.cents);
  const tax = await taxOf(cents);
  return { net: cents, gross: cents + tax };
}

async function taxOf(cents) {
  await null;
  return Math.round(cents * 0.19);
}

const server = fastify();

server.get('/orders/:id', async (request) => {
  const session = await authenticate(request.headers['x-token']);
  await checkLimit(session);
  const order = await findOrder(Number(request.params.id));
  const price = await priceOf(order);
  return { id: order.id, customer: order.customer, views: order.views, user: session.user, price };
});

server.get('/files/:id', async (request) => {
  const { size } = await stat(__filename);
  await delay(1);
  return { id: Number(request.params.id), size };
});

server.get('/cpu', async () => process.cpuUsage());

server.get('/stop', async () => {
  setImmediate(() => void server.close());
  return {};
});

module.exports = server;
