// expect: race.order.last-write 20
// Answers of a server come in parts, and the older one comes last.
'use strict';
const http = require('node:http');

const latest = new Map();
const waiting = [];
const server = http.createServer((request, response) => {
  if (waiting.push(response) === 2) {
    waiting[1].end('{"degrees":21}');
    setTimeout(() => waiting[0].end('{"degrees":19}'), 200);
  }
});

function measure(city, done) {
  const request = http.get({ port: server.address().port, path: `/${city}`, agent: false }, (response) => {
    let text = '';
    response.on('data', (part) => (text += part));
    response.on('end', () => {
      latest.set(city, JSON.parse(text).degrees);
      done();
    });
  });
  request.on('error', done);
}

server.listen(0, '127.0.0.1', () => {
  let open = 2;
  const finished = () => {
    if (--open > 0) return;
    console.log(latest.get('berlin'));
    server.close();
  };
  measure('berlin', finished);
  setTimeout(measure, 100, 'berlin', finished);
});
