// expect: timer.leak main.js:8
// stop-after: 4
'use strict';
const http = require('node:http');

const server = http.createServer((request, response) => {
  let n = 0;
  setInterval(() => {
    n++;
    if (!response.writableEnded) response.write(`${n}\n`);
    if (n === 3) response.end();
  }, 30);
});
server.listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const texts = await Promise.all([1, 2].map(async () => (await fetch(url)).text()));
  console.log(texts.length, 'answers');
  server.close();
  server.closeAllConnections();
});
