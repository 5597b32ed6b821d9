// expect: race.order.use-before-init 9,16 ; race.order.use-before-init 10,21
// Two lists that are loaded while the server listens: one is replaced as a whole, the other one filled.
import express from 'express';
import { setTimeout as delay } from 'node:timers/promises';

const plan = { stops: [], lines: [] };

async function load() {
  plan.stops = await delay(15, [{ id: 'mill' }, { id: 'port' }]);
  for (const id of await delay(5, ['east', 'west'])) plan.lines.push(id);
}

load();
const app = express();
app.get('/stops/:id', (request, response) => {
  const stop = plan.stops.find(({ id }) => id === request.params.id);
  if (!stop) return response.status(404).json({ error: 'unknown stop' });
  return response.json(stop);
});
app.get('/lines/:id', (request, response) => {
  if (plan.lines.includes(request.params.id)) response.json({ line: request.params.id });
  else response.redirect('/');
});

const server = app.listen(0, async () => {
  await delay(80);
  for (const path of ['stops/mill', 'lines/east']) {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/${path}`, { redirect: 'manual' });
    console.log(answer.status);
  }
  server.close();
  server.closeAllConnections();
});
