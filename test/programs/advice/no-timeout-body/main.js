// expect: io.no-timeout main.js:8 ; io.no-timeout main.js:13
// stop-after: 9
'use strict';
const http = require('node:http');

async function items(url) {
  const answer = await fetch(url);
  const list = await answer.json();
  return list.length;
}

function length(url) {
  return fetch(url).then(async (answer) => (await answer.text()).length);
}

// Answers begin, and never come to their end.
const server = http.createServer((request, response) => {
  response.writeHead(200, { 'content-length': 400 });
  response.write('[{"id":1},');
});
server.listen(0, () => {
  const url = `http://127.0.0.1:${server.address().port}/items`;
  console.log('asking');
  void items(url).then(console.log);
  void length(url).then(console.log);
});
