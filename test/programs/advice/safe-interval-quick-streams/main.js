// expect: nothing
// never: timer.leak
// stop-after: 3
'use strict';
const http = require('node:http');

// All come at once, and each has a timer for as long as it is there.
const server = http.createServer((req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const beat = setInterval(() => res.write('data: beat\n\n'), 200);
  res.on('close', () => clearInterval(beat));
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  let beats = 0;
  for (let i = 0; i < 24; i++) http.get({ port, path: `/${i}`, agent: false }, (res) => res.on('data', () => beats++)).on('error', () => {});
  setTimeout(() => console.log('beats', beats > 24), 1500);
});
