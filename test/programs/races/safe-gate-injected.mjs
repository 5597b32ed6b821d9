// expect: nothing
// Requests without a connection: one is counted as it is let through, and the sender waits for each answer before it does anything about it.
import Fastify from 'fastify';

const counted = new Map();
const answers = [];
const app = Fastify();
app.addHook('preHandler', async (request, reply) => {
  const seen = counted.get(request.query.client) ?? 0;
  if (seen >= 2) return reply.code(429).send('too many');
  counted.set(request.query.client, seen + 1);
});
app.post('/ask', async () => {
  await new Promise((done) => setTimeout(done, 10));
  return 'answered';
});
app.get('/answers', async (request, reply) => {
  if (answers.length === 0) return reply.code(404).send('none');
  return answers.shift();
});

const ask = (client) => app.inject({ method: 'POST', url: `/ask?client=${client}` });
const replies = await Promise.all([ask('ann'), ask('ann'), ask('ann')]);
for (const reply of replies) answers.push(reply.statusCode);
const first = await app.inject('/answers');
const second = await app.inject('/answers');
console.log(first.body, second.body, answers.length);
await app.close();
