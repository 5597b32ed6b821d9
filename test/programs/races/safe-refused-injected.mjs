// expect: nothing
// The program is its own client: the second request is made when the first one has been answered.
import Fastify from 'fastify';

const users = new Map();
const app = Fastify();
app.post('/users/:name', async (request, reply) => {
  const { name } = request.params;
  if (users.has(name)) return reply.code(409).send('taken');
  const hash = await new Promise((done) => setTimeout(() => done(`${name}!`), 5));
  users.set(name, hash);
  return reply.code(201).send('made');
});

const make = (name) => app.inject({ method: 'POST', url: `/users/${name}` });
const first = await make('ann');
const second = await make('ann');
console.log(first.statusCode, second.statusCode);
await app.close();
