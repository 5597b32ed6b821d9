// expect: nothing
// Each answer is formatted as its request wants it; all requests set the same time zone; and settings are made before the first request.
const express = require('express');
const { setTimeout: delay } = require('node:timers/promises');

const app = express();
app.set('json spaces', 0);
app.set('json spaces', 2);
app.use((request, response, next) => {
  response.locals.spaces = request.query.wide === undefined ? 0 : 4;
  app.set('zone', 'UTC');
  next();
});
app.get('/boats/:name', async (request, response) => {
  await delay(request.params.name === 'heron' ? 40 : 5);
  response.type('json').send(JSON.stringify({ name: request.params.name }, null, response.locals.spaces));
});

const server = app.listen(0, '127.0.0.1', async () => {
  const ask = async (path) => (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).text();
  const wide = ask('/boats/heron?wide');
  await delay(15);
  console.log((await ask('/boats/tern')).length, (await wide).length);
  server.closeAllConnections();
  server.close();
});
