// expect: race.atomicity 8
// Whose request it is stands in a variable of the module, and a later callback answers with it.
const fs = require('node:fs');
const http = require('node:http');

let user = null;
const server = http.createServer((request, response) => {
  user = request.url.slice(1);
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
        if (--left === 0) server.close(() => console.log('closed'));
      });
    });
  }
});
