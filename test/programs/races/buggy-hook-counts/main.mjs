// expect: race.check-then-act main.mjs:11,main.mjs:19
// A hook asks by a function how many books a reader has; the route notes the next one after a wait, by one that asks the same function for the count that it adds to.
import Fastify from 'fastify';
import { stat } from 'node:fs/promises';
import { loansOf, noteLoan } from './loans.mjs';

const MOST = 1;
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
const mayBorrow = async (request, reply) => {
  if (loansOf(request.params.reader) >= MOST) return reply.code(403).send({ error: 'too many' });
};

const app = Fastify();
let arrived = 0;
app.addHook('onRequest', async () => void setImmediate(() => ++arrived === 2 && letGo()));
app.post('/loans/:reader', { preHandler: mayBorrow }, async (request) => {
  const [book] = await Promise.all([stat(new URL('./loans.mjs', import.meta.url)), bothAreThere]);
  noteLoan(request.params.reader);
  return { pages: book.size };
});

await app.listen({ port: 0, host: '127.0.0.1' });
const url = `http://127.0.0.1:${app.server.address().port}/loans/mia`;
const borrow = async () => (await fetch(url, { method: 'POST' })).status;
console.log((await Promise.all([borrow(), borrow()])).join(), loansOf('mia'));
await app.close();
