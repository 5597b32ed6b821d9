// expect: nothing
// The handler that waits has the session in a variable of its own; the one that all share is used in the step that stores it.
'use strict';
const http = require('node:http');

const profiles = new Map();
const loadForm = (name, done) => setTimeout(done, 120, null, name);
let session;

const routes = {
  '/insert'(request, response) {
    const own = request.headers;
    loadForm('short', (_error, form) => {
      profiles.set(own['x-user'], form);
      response.end('stored');
    });
  },
  '/hello'(request, response) {
    session = request.headers;
    response.end(`hello ${session['x-user']}`);
  },
  '/dashboard'(request, response) {
    session = request.headers;
    response.end(`hello ${session['x-user']}`);
  },
};

const server = http.createServer((request, response) => routes[request.url](request, response));
server.listen(0, '127.0.0.1', async () => {
  const get = (path, user) => fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers: { 'x-user': user } }).then((r) => r.text());
  const inserting = [get('/insert', 'ann'), get('/hello', 'cyd')];
  await new Promise((resolve) => setTimeout(resolve, 40));
  await Promise.all([...inserting, get('/dashboard', 'bob')]);
  console.log([...profiles.keys()].join());
  server.closeAllConnections();
  server.close();
});
