// expect: race.order.use-before-init 10,pier.cjs:26
// A function of another file makes the object whose part a request is given for, before the office has opened.
const http = require('node:http');
const moor = require('./pier.cjs');

const pier = moor();

const server = http.createServer((request, response) => {
  try {
    pier.ask(pier.desk, (error, names) => response.end(error ? 'closed' : names.join()));
  } catch (error) {
    response.statusCode = 500;
    response.end(error.message);
  }
});

function get(done) {
  http.get({ port: server.address().port, agent: false }, (response) => {
    response.resume();
    response.on('end', () => done(response.statusCode));
  });
}

server.listen(0, '127.0.0.1', () => {
  get((first) => {
    console.log(first);
    setTimeout(() => {
      get((second) => {
        console.log(second);
        server.close();
      });
    }, 120);
  });
});
