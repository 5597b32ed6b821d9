// expect: loop.blocked@info main.js:8 | loop.blocked@info main.js:9 | loop.blocked@info main.js:7 | loop.blocked@info main.js:15
const http = require('node:http');

// The only request there is; but any other one would have to wait.
function count() {
  let total = 0;
  const until = process.cpuUsage().user + 1_800_000;
  while (process.cpuUsage().user < until) {
    for (let i = 0; i < 100_000; i++) total = (total * 31 + i) | 0;
  }
  return total;
}

const server = http.createServer((request, response) => {
  response.end(typeof count());
});
server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => {
    response.resume();
    response.on('end', () => server.close());
  });
});
