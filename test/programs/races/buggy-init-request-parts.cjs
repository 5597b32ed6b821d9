// expect: race.order.use-before-init 14
// The body of one request is used at the end of another: nothing makes that wait.
'use strict';
const http = require('node:http');

let parcel = null;
const server = http.createServer((request, response) => {
  request.on('data', (part) => {
    parcel = JSON.parse(part);
  });
  request.on('end', () => {
    if (request.method === 'POST') response.end('kept');
    // Whoever asks has heard that there is one.
    else response.end(parcel.to.toUpperCase());
  });
});

function ask(method, body, onAnswer) {
  const options = { port: server.address().port, host: '127.0.0.1', method, agent: false };
  const request = http.request(options, (response) => {
    response.setEncoding('utf8');
    response.on('data', (text) => console.log(text));
    response.on('end', onAnswer);
  });
  request.end(body);
}

server.listen(0, '127.0.0.1', () => {
  ask('POST', JSON.stringify({ to: 'harbour' }), () => undefined);
  setTimeout(() => ask('GET', undefined, () => server.close()), 150);
});
