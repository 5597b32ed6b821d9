// expect: io.no-timeout main.js:8 ; io.no-timeout main.js:18
// stop-after: 9
'use strict';
const http = require('node:http');

function length(url) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, (answer) => {
      let size = 0;
      answer.on('data', (part) => (size += part.length));
      answer.on('end', () => resolve(size));
    });
    request.on('error', reject);
  });
}

async function text(url) {
  const answer = await new Promise((resolve, reject) => http.get(url, resolve).on('error', reject));
  let all = '';
  for await (const part of answer) all += part;
  return all;
}

// Some answers begin, and never come to their end.
const server = http.createServer((request, response) => {
  response.write('begin');
  if (request.url === '/whole') response.end();
});
server.listen(0, async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  console.log(await text(`${base}/whole`), await length(`${base}/whole`));
  void length(`${base}/half`).then(console.log);
  void text(`${base}/half`).then(console.log);
});
