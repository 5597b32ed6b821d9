// expect: nothing
import Fastify from 'fastify'; import { setTimeout as delay } from 'node:timers/promises';
const app = Fastify(); let ready = null;
app.addHook('onReady', async () => { await delay(5); ready = { since: 1 }; });
app.decorate('users', new Map()); app.post('/users/:name', async (req, reply) => { const { name } = req.params; if (app.users.has(name)) return reply.code(409).send({}); app.users.set(name, { name, since: ready.since }); await delay(2); return { name }; });
app.get('/users', async () => [...app.users.keys()]);
await app.listen({ port: 0, host: '127.0.0.1' }); const u = `http://127.0.0.1:${app.server.address().port}`;
const codes = await Promise.all(['a', 'a', 'b'].map(async (n) => (await fetch(`${u}/users/${n}`, { method: 'POST' })).status)); console.log(codes.sort().join(), (await (await fetch(`${u}/users`)).json()).length); await app.close();
