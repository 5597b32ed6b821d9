// expect: nothing
// What a plugin sets is there before the server listens: the framework holds its queue back until all is loaded.
const Fastify = require('fastify');
const { setTimeout: delay } = require('node:timers/promises');

const app = Fastify();
let rates;
app.addHook('onRequest', (request, reply, done) => {
  request.rate = rates.get('day');
  done();
});
app.register(async (instance) => {
  await delay(5);
  rates = new Map([['day', 3]]);
  instance.get('/rate', async (request) => ({ rate: request.rate }));
});
app.listen({ port: 0, host: '127.0.0.1' }, async (error, address) => {
  if (error) throw error;
  const answer = await fetch(`${address}/rate`);
  console.log(await answer.text());
  await app.close();
});
