// expect: race.check-then-act 7,12
// Requests without a connection: the hook lets all of them through before any has been counted.
import Fastify from 'fastify';

const counted = new Map();
const app = Fastify();
app.addHook('preHandler', async (request, reply) => {
  if ((counted.get(request.query.client) ?? 0) >= 1) return reply.code(429).send('too many');
});
app.post('/ask', async (request) => {
  await new Promise((done) => setTimeout(done, 10));
  counted.set(request.query.client, (counted.get(request.query.client) ?? 0) + 1);
  return 'answered';
});

const ask = () => app.inject({ method: 'POST', url: '/ask?client=ann' });
const replies = await Promise.all([ask(), ask()]);
console.log(replies.map((reply) => reply.statusCode).join());
await app.close();
