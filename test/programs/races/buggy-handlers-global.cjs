// expect: race.atomicity 12,14
// Each handler keeps the session of its request in one variable: the one that comes while another one waits for the form takes its place.
'use strict';
const http = require('node:http');

const profiles = new Map();
const loadForm = (name, done) => setTimeout(done, 120, null, name);
let session;

const routes = {
  '/insert'(request, response) {
    session = request.headers;
    loadForm('short', (_error, form) => {
      profiles.set(session['x-user'], form);
      response.end('stored');
    });
  },
  '/dashboard'(request, response) {
    session = request.headers;
    response.end(`hello ${session['x-user']}`);
  },
};

const server = http.createServer((request, response) => routes[request.url](request, response));
server.listen(0, '127.0.0.1', async () => {
  const get = (path, user) => fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers: { 'x-user': user } }).then((r) => r.text());
  const inserting = get('/insert', 'ann');
  await new Promise((resolve) => setTimeout(resolve, 40));
  await Promise.all([inserting, get('/dashboard', 'bob')]);
  console.log([...profiles.keys()].join());
  server.closeAllConnections();
  server.close();
});
