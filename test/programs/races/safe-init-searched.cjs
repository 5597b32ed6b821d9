// expect: nothing
// It listens when the list has been read.
const fs = require('node:fs');
const http = require('node:http');

const gates = [];
const server = http.createServer((request, response) => {
  const name = request.url.slice(1);
  if (!gates.includes(name)) {
    response.writeHead(404).end('no such gate');
    return;
  }
  response.end(`gate ${name} is open`);
});

function ask(name) {
  http.get({ port: server.address().port, path: `/${name}`, agent: false }, (response) => {
    console.log(response.statusCode);
    response.resume().on('end', () => server.close());
  });
}

fs.readFile(__filename, 'utf8', (error, text) => {
  for (const [, name] of text.matchAll(/^const (\w+)/gm)) gates.push(name);
  server.listen(0, '127.0.0.1', () => setTimeout(ask, 60, 'fs'));
});
