// expect: nothing
/**
 * FPS, repaired.
 */
'use strict';
const http = require('node:http');

let issued = 0;
const keystone = http.createServer((req, res) => {
  setTimeout(() => {
    issued++;
    res.setHeader('x-subject-token', 'token-' + issued);
    res.end();
  }, 20);
});

let currentToken = null;
let waiting = null;

function authenticate(port, callback) {
  if (waiting) {
    waiting.push(callback);
    return;
  }
  waiting = [callback];
  http.request({ port, host: '127.0.0.1', method: 'POST', agent: false }, (res) => {
    res.resume();
    currentToken = res.headers['x-subject-token'];
    const all = waiting;
    waiting = null;
    for (const cb of all) cb(null, currentToken);
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
