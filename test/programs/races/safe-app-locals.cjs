// expect: nothing
// What is the same for all stands in the locals of the application, set once more by each request; what belongs to the guest in those of the response.
const express = require('express');
const { setTimeout: delay } = require('node:timers/promises');

const app = express();
app.set('views', __dirname);
app.engine('cjs', (file, { guest, dish, house, guests }, done) => done(null, `${dish} for ${guest}, ${house} ${guests}`));
app.set('view engine', 'cjs');
app.locals.guests = 0;
app.use((request, response, next) => {
  app.locals.house = 'The Heron';
  app.locals.guests++;
  response.locals.guest = request.query.guest;
  next();
});
app.get('/menu/:dish', async (request, response) => {
  await delay(request.params.dish === 'goose' ? 80 : 5);
  response.render('safe-app-locals', { dish: request.params.dish });
});

const server = app.listen(0, '127.0.0.1', async () => {
  const ask = async (path) => (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).text();
  const goose = ask('/menu/goose?guest=Ada');
  await delay(30);
  console.log((await ask('/menu/soup?guest=Bea')).length, (await goose).length);
  server.closeAllConnections();
  server.close();
});
