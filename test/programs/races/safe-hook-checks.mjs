// expect: nothing
// A hook takes the name in the step that finds it free; the route behind it only completes what is there.
import Fastify from 'fastify';
import { stat } from 'node:fs/promises';

const names = new Map();
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
const isFree = async (request, reply) => {
  if (names.has(request.params.name)) return reply.code(409).send({ error: 'taken' });
  names.set(request.params.name, { name: request.params.name, size: 0 });
};

const app = Fastify();
let arrived = 0;
app.addHook('onRequest', async () => void setImmediate(() => ++arrived === 2 && letGo()));
app.post('/names/:name', { preHandler: isFree }, async (request, reply) => {
  const { name } = request.params;
  const { size } = (await Promise.all([stat(import.meta.filename ?? process.argv[1]), bothAreThere]))[0];
  names.get(name).size = size;
  return reply.code(201).send({ name });
});

await app.listen({ port: 0, host: '127.0.0.1' });
const url = `http://127.0.0.1:${app.server.address().port}/names/ann`;
const claim = async () => (await fetch(url, { method: 'POST' })).status;
console.log((await Promise.all([claim(), claim()])).length);
await app.close();
