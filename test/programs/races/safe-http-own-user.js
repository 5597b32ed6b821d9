// expect: nothing
// Each request has a variable of its own, and leaves its name where the newest one stands.
const fs = require('node:fs');
const http = require('node:http');

let newest = null;
const server = http.createServer((request, response) => {
  const user = request.url.slice(1);
  newest = user;
  fs.stat(__filename, (error, stats) => {
    response.end(`${user} ${error === null && stats.size > 0}`);
  });
});

server.listen(0, () => {
  let left = 3;
  for (const name of ['ann', 'bob', 'cyd']) {
    http.get({ port: server.address().port, path: `/${name}`, agent: false }, (response) => {
      response.resume();
      response.on('end', () => {
        if (--left === 0) server.close(() => console.log(newest !== null));
      });
    });
  }
});
