// expect: nothing
import express from 'express';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

async function connect() {
  await delay(60);
  return { users: new Map([['1', { name: 'Ada' }]]) };
}

const app = express();

app.get('/users/:id', (req, res) => {
  const user = req.app.get('db').users.get(req.params.id);
  if (!user) return res.sendStatus(404);
  res.json(user);
});
app.use((err, req, res, next) => res.status(500).json({ error: err.message }));

app.set('db', await connect());
const server = app.listen(0);
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/users/1`;
const early = await fetch(url);
await early.text();
await delay(120);
const late = await fetch(url);
await late.text();
console.log(early.status, late.status);
server.close();
server.closeAllConnections();
