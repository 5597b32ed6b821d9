// expect: nothing
// The server listens when the office has opened.
const http = require('node:http');
const moor = require('./pier.cjs');

const pier = moor((error) => {
  if (error) throw error;
  server.listen(0, '127.0.0.1', visit);
});

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

function visit() {
  get((first) => {
    console.log(first);
    setTimeout(() => {
      get((second) => {
        console.log(second);
        server.close();
      });
    }, 120);
  });
}
