// expect: race.order.use-before-init 9,25
// The server listens while the list is still empty: what is asked for is answered as if there were none.
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

server.listen(0, '127.0.0.1', () => setTimeout(ask, 60, 'fs'));
fs.readFile(__filename, 'utf8', (error, text) => {
  for (const [, name] of text.matchAll(/^const (\w+)/gm)) gates.push(name);
});
