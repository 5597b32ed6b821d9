// expect: nothing
// A call alone in its `try` is tried on because there may be nothing to call: the answer says that it is not there yet.
'use strict';
const http = require('node:http');
const net = require('node:net');

let scale;
function attach(port) {
  const line = net.connect(port, '127.0.0.1');
  line.setEncoding('utf8');
  line.on('data', (greeting) => {
    scale = { name: greeting, weigh: (done) => setImmediate(done, 12) };
  });
  return line;
}

const desk = http.createServer((request, response) => {
  if (request.method !== 'GET') return response.writeHead(405).end();
  try {
    scale.weigh((grams) => response.end(`${grams} g`));
  } catch (error) {
    response.writeHead(503, { 'retry-after': 1 }).end(`try again: ${error.name}`);
  }
});

const maker = net.createServer((socket) => {
  socket.on('error', () => {});
  setTimeout(() => socket.write('bench scale'), 300);
});

function ask(done) {
  http.get({ port: desk.address().port, host: '127.0.0.1', agent: false }, (answer) => {
    console.log(answer.statusCode);
    answer.resume().on('end', done);
  });
}

maker.listen(0, '127.0.0.1', () => {
  const line = attach(maker.address().port);
  desk.listen(0, '127.0.0.1', () => {
    ask(() => {
      setTimeout(ask, 500, () => {
        line.destroy();
        desk.close();
        maker.close();
      });
    });
  });
});
