// expect: listener.leak main.js:10
'use strict';
const http = require('node:http');
const { EventEmitter, once } = require('node:events');

// Each page that is watched listens to the weather and goes on when its reader has left. After the last one the program has other work to do.
const weather = new EventEmitter();

const server = http.createServer((request, response) => {
  weather.on('wind', (speed) => {
    if (!response.writableEnded) response.write(`${speed}\n`);
  });
  response.write('watching\n');
});

async function watch(port) {
  const leave = new AbortController();
  const reader = (await fetch(`http://127.0.0.1:${port}/`, { signal: leave.signal })).body.getReader();
  await reader.read();
  weather.emit('wind', 4);
  await reader.read();
  leave.abort();
}

server.listen(0, '127.0.0.1', async () => {
  for (let i = 0; i < 14; i++) await watch(server.address().port);
  console.log(weather.listenerCount('wind'));
  server.close();
  server.closeAllConnections();
  let turns = 0;
  const clock = new EventEmitter();
  for (let i = 0; i < 200; i++) {
    setImmediate(() => clock.emit('tick'));
    await once(clock, 'tick');
    turns++;
  }
  console.log(turns);
});
