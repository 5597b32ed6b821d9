// expect: race.check-then-act 13,15
'use strict';
// A locker is given to one parcel. The service refuses by an error, in a chain of then; the second request came too late to see that both could have passed.
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

class Lockers {
  #taken = new Set();
  #codes = [4711, 815];

  open(number) {
    // Nothing is marked until the door has answered.
    if (this.#taken.has(number)) return Promise.reject(new Error('taken'));
    return delay(3).then(() => {
      this.#taken.add(number);
      return this.#codes.pop();
    });
  }
}

const lockers = new Lockers();
const server = http.createServer((request, response) => {
  lockers.open(request.url).then(
    (code) => response.end(String(code)),
    (error) => response.writeHead(409).end(error.message),
  );
});

function ask(path, done) {
  http.get({ port: server.address().port, host: '127.0.0.1', path, agent: false }, (response) => {
    response.resume();
    response.on('end', () => done(response.statusCode));
  });
}

server.listen(0, '127.0.0.1', () => {
  const statuses = [];
  const note = (status) => {
    if (statuses.push(status) === 2) server.close(() => console.log(statuses.join()));
  };
  setTimeout(ask, 1, '/7', note);
  setTimeout(ask, 400, '/7', note);
});
