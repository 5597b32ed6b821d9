// expect: race.atomicity 9,12
import Fastify from 'fastify';
import { setTimeout as delay } from 'node:timers/promises';

const app = Fastify();
app.decorate('quota', { left: 10 });

app.get('/convert', async function (request) {
  const left = this.quota.left;
  if (left === 0) return { error: 'quota' };
  await delay(5);
  this.quota.left = left - 1;
  return { value: Number(request.query.v) * 2 };
});

await app.ready();
const replies = await Promise.all([1, 2, 3].map((v) => app.inject({ url: '/convert', query: { v: String(v) } })));
console.log(replies.map((r) => r.json().value).join(' '), app.quota.left < 10);
await app.close();
