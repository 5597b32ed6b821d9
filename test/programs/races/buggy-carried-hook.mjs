// expect: race.atomicity 17,12
// A hook notes in the request what is left, and the route counts from there.
import Fastify from 'fastify';
import { stat } from 'node:fs/promises';

const app = Fastify();
const quota = { left: 10 };
let arrived = 0;
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
app.addHook('preHandler', async (request) => {
  request.left = quota.left;
});
app.get('/convert', async (request) => {
  if (++arrived === 2) setImmediate(letGo);
  await Promise.all([bothAreThere, stat('.')]);
  quota.left = request.left - 1;
  return { was: request.left };
});

const url = await app.listen({ port: 0 });
const answers = await Promise.all([1, 2].map(async () => (await fetch(`${url}/convert`)).text()));
console.log(answers.join(), quota.left);
await app.close();
