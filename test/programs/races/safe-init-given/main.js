// expect: nothing
'use strict';
const http = require('node:http');
const db = require('./db');

db.connect(__filename);
const server = http.createServer((request, response) => {
  if (!db.isOpen()) {
    response.statusCode = 503;
    return response.end();
  }
  const users = db.getDb().collection('users');
  response.end(String(users.find(request.url)));
});
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (answer) => {
      answer.resume().on('end', () => server.close());
    });
  }, 300);
});
