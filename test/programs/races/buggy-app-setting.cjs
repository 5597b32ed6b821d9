// expect: race.atomicity 8,9
// How answers are formatted is a setting of the whole application; a request sets it for itself, and waits.
const express = require('express');
const { setTimeout: delay } = require('node:timers/promises');

const app = express();
app.use((request, response, next) => {
  if (request.query.wide === undefined) app.set('json spaces', 0);
  else app.set('json spaces', 4);
  next();
});
app.get('/boats/:name', async (request, response) => {
  await delay(request.params.name === 'heron' ? 40 : 5);
  response.json({ name: request.params.name });
});

const server = app.listen(0, '127.0.0.1', async () => {
  const ask = async (path) => (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).text();
  const wide = ask('/boats/heron?wide');
  await delay(15);
  console.log((await ask('/boats/tern')).length, (await wide).length);
  server.closeAllConnections();
  server.close();
});
