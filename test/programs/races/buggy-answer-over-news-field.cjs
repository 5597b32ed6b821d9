// expect: race.order.last-write 26,33
'use strict';
// What the last user has set by a request is put back by settings that were asked for before, when the program started.
const http = require('node:http');

const archive = http.createServer((request, response) => {
  setTimeout(() => response.end('18.5'), 150);
});

class Boiler {
  async stored() {
    const answer = await new Promise((resolve, reject) => {
      http.get({ port: archive.address().port, host: '127.0.0.1', agent: false }, resolve).on('error', reject);
    });
    let text = '';
    for await (const chunk of answer) text += chunk;
    return { target: Number(text) };
  }

  set(degrees) {
    this.target = degrees;
  }

  start() {
    this.stored().then((found) => {
      this.target = found.target;
    });
  }
}

const boiler = new Boiler();
const server = http.createServer((request, response) => {
  boiler.target = Number(request.headers['x-degrees']);
  response.end('ok');
});

archive.listen(0, '127.0.0.1', () => {
  boiler.start();
  server.listen(0, '127.0.0.1', () => {
    const headers = { 'x-degrees': '21' };
    setTimeout(() => http.get({ port: server.address().port, host: '127.0.0.1', agent: false, headers }, (r) => r.resume()), 40);
  });
});
setTimeout(() => {
  console.log(boiler.target);
  server.close();
  archive.close();
}, 400);
