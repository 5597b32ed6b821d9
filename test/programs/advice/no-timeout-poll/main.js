// expect: io.no-timeout@info main.js:10
// never: promise.never-settles
// stop-after: 5
// The program is a server as well: that it rests until somebody comes is no sign that it has come to a stop.
'use strict';
const http = require('node:http');
const net = require('node:net');

async function poll(base) {
  const answer = await fetch(`${base}/changes`);
  return answer.text();
}

const hub = net.createServer(() => {});
const own = http.createServer((request, response) => response.end('ok'));
own.listen(0, () => {
  hub.listen(0, () => {
    console.log('up');
    poll(`http://127.0.0.1:${hub.address().port}`).then(console.log);
  });
});
