// expect: race.check-then-act 25,31
/**
 * FPS: fiware-pep-steelskin (a test of its authentication fails now and then; Node.fz, table 2).
 * Root cause: requests that come while the first one is fetching the access token find none, and fetch one each; every new token replaces the one before.
 * Original fix: one request fetches, the others wait for it.
 */
'use strict';
const http = require('node:http');

// identity service
let issued = 0;
const keystone = http.createServer((req, res) => {
  setTimeout(() => {
    issued++;
    res.setHeader('x-subject-token', 'token-' + issued);
    res.end();
  }, 20);
});

let currentToken = null;

function authenticate(port, callback) {
  http.request({ port, host: '127.0.0.1', method: 'POST', agent: false }, (res) => {
    res.resume();
    currentToken = res.headers['x-subject-token'];
    callback(null, currentToken);
  }).on('error', callback).end();
}

function retrieveRoles(port, user, callback) {
  if (currentToken) return callback(null, [user, currentToken]);
  authenticate(port, (err, token) => {
    if (err) return callback(err);
    callback(null, [user, token]);
  });
}

keystone.listen(0, '127.0.0.1', () => {
  const { port } = keystone.address();
  const proxy = http.createServer((req, res) => {
    retrieveRoles(port, req.url.slice(1), (err, roles) => {
      res.statusCode = err ? 503 : 200;
      res.end(JSON.stringify(roles));
    });
  });
  proxy.listen(0, '127.0.0.1', () => {
    let open = 3;
    for (const user of ['ana', 'bea', 'carl']) {
      http.get({ port: proxy.address().port, host: '127.0.0.1', path: '/' + user, agent: false }, (res) => {
        res.resume();
        res.on('end', () => {
          if (--open === 0) {
            console.log('done');
            proxy.close();
            keystone.close();
          }
        });
      });
    }
  });
});
