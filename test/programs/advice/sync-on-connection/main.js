// expect: loop.sync-api main.js:10 | loop.blocked main.js:10
'use strict';
const { execFileSync } = require('node:child_process');
const net = require('node:net');
const readline = require('node:readline');
const { once } = require('node:events');

// Each line of each client is answered by a process for which all the others wait.
function version(name) {
  return execFileSync(process.execPath, ['-e', `setTimeout(() => console.log('${name} 1.0'), 60)`], { env: {} });
}

const server = net.createServer((socket) => {
  readline.createInterface({ input: socket }).on('line', (line) => socket.write(version(line)));
});

async function ask(name) {
  const socket = net.connect(server.address().port, '127.0.0.1');
  socket.write(`${name}\n`);
  const [answer] = await once(socket, 'data');
  socket.end();
  return String(answer).trim();
}

server.listen(0, '127.0.0.1', async () => {
  for (const name of ['left', 'right', 'up']) console.log(await ask(name));
  server.close();
});
