// expect: race.order.use-before-init 9,13
// The plugin does not wait for what it sets: the server listens, and may be asked, before it is there.
const Fastify = require('fastify');
const { setTimeout: delay } = require('node:timers/promises');

const app = Fastify();
let rates;
app.addHook('onRequest', (request, reply, done) => {
  request.rate = rates.get('day');
  done();
});
app.register(async (instance) => {
  delay(5).then(() => (rates = new Map([['day', 3]])));
  instance.get('/rate', async (request) => ({ rate: request.rate }));
});
app.listen({ port: 0, host: '127.0.0.1' }, async (error, address) => {
  if (error) throw error;
  await delay(60);
  const answer = await fetch(`${address}/rate`);
  console.log(await answer.text());
  await app.close();
});
