// expect: race.atomicity main.mjs:8,main.mjs:10,inventory.mjs:7,inventory.mjs:11
import Fastify from 'fastify';
import { createInventory } from './inventory.mjs';

const app = Fastify();
const inventory = createInventory({ pump: 5 });
app.post('/take/:sku', async (req) => {
  const left = await inventory.count(req.params.sku);
  if (left === 0) return { ok: false };
  await inventory.setCount(req.params.sku, left - 1);
  return { ok: true };
});
const replies = await Promise.all([1, 2, 3].map(() => app.inject({ method: 'POST', url: '/take/pump' })));
console.log(replies.filter((r) => r.json().ok).length, (await inventory.count('pump')) < 5);
await app.close();
