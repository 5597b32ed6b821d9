// expect: nothing
// One step reads the body of a request, the next one parses it, a moment later: the parts of the body come to nobody before the first step asks for them.
'use strict';
const http = require('node:http');

function readBody(request, response, next) {
  const parts = [];
  request.body = '';
  request.once('end', () => {
    request.body = Buffer.concat(parts).toString();
    next();
  });
  request.on('data', (part) => parts.push(part));
}

const parse = (text, done) => setImmediate(() => done(text.split(',')));

function parseBody(request, response, next) {
  if (!request.body) return next();
  parse(request.body, (rows) => {
    request.body = rows;
    next();
  });
}

const steps = [readBody, parseBody, (request, response) => response.end(`${request.body.length}`)];
const server = http.createServer((request, response) => {
  let at = 0;
  const next = () => {
    const step = steps[at++];
    process.nextTick(() => step(request, response, next));
  };
  next();
});

server.listen(0, () => {
  let left = 3;
  for (let i = 0; i < 3; i++) {
    const request = http.request({ port: server.address().port, method: 'POST' }, (response) => {
      response.resume();
      response.on('end', () => --left === 0 && server.close());
    });
    request.flushHeaders();
    setTimeout(() => request.end('rice,beans,salt'), 10);
  }
});
