// expect: loop.blocked main.js:8
'use strict';
const http = require('node:http');

const TRIMMED = /^(\w+\s?)*$/;

function isName(text) {
  return TRIMMED.test(text);
}

const server = http.createServer((request, response) => {
  const name = decodeURIComponent(request.url.slice(1));
  response.end(isName(name) ? 'a name' : 'no name');
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}/`;
  const names = ['ann', `${'a'.repeat(28)}!`, 'bob', 'carol'];
  const answers = await Promise.all(names.map(async (name) => (await fetch(base + encodeURIComponent(name))).text()));
  console.log(answers.join(', '));
  server.close();
  server.closeAllConnections();
});
