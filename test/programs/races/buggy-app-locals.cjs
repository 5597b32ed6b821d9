// expect: race.atomicity 11,15
// The name of the guest is left in the locals of the whole application for the menu card, which is printed when the kitchen has answered.
const express = require('express');
const { setTimeout: delay } = require('node:timers/promises');

const app = express();
app.set('views', __dirname);
app.engine('cjs', (file, { guest, dish }, done) => done(null, `${dish} for ${guest}`));
app.set('view engine', 'cjs');
app.use((request, response, next) => {
  app.locals.guest = request.query.guest;
  next();
});
app.get('/menu/:dish', async (request, response) => {
  await delay(request.params.dish === 'goose' ? 80 : 5);
  response.render('buggy-app-locals', { dish: request.params.dish });
});

const server = app.listen(0, '127.0.0.1', async () => {
  const ask = async (path) => (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).text();
  const goose = ask('/menu/goose?guest=Ada');
  await delay(30);
  console.log((await ask('/menu/soup?guest=Bea')).length, (await goose).length);
  server.closeAllConnections();
  server.close();
});
