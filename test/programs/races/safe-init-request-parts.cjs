// expect: nothing
// The parts of a request come before its end, also where head and body come at once.
'use strict';
const http = require('node:http');

const server = http.createServer((request, response) => {
  let parcel = null;
  request.on('data', (part) => {
    parcel = JSON.parse(part);
  });
  request.on('end', () => {
    response.end(parcel.to.toUpperCase());
  });
});

server.listen(0, '127.0.0.1', () => {
  const options = { port: server.address().port, host: '127.0.0.1', method: 'POST', agent: false };
  const request = http.request(options, (response) => {
    response.setEncoding('utf8');
    response.on('data', (text) => console.log(text));
    response.on('end', () => server.close());
  });
  request.end(JSON.stringify({ to: 'harbour' }));
});
