// expect: race.order.use-after-close buggy-close-answered.cjs:19
// A limit of time answers the request; the handler comes later and does not look whether it was answered.
'use strict';
const http = require('node:http');

const late = [];
const load = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms, { ms });
  });

const server = http.createServer(async (request, response) => {
  const timer = setTimeout(() => {
    response.statusCode = 504;
    response.end('too late');
  }, 50);
  try {
    const data = await load(300);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(data));
  } catch (error) {
    late.push(error.code);
  } finally {
    clearTimeout(timer);
  }
});

server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => {
    response.resume();
    setTimeout(() => {
      console.log(response.statusCode, late.length);
      server.close();
    }, 500);
  });
});
