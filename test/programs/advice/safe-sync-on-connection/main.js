// expect: nothing
'use strict';
const { execFileSync } = require('node:child_process');
const net = require('node:net');
const readline = require('node:readline');
const { once } = require('node:events');

// One client, who asks one thing after the other: nobody else is there to wait.
const server = net.createServer((socket) => {
  const run = (name) => execFileSync(process.execPath, ['-e', `setTimeout(() => console.log('${name} 1.0'), 60)`], { env: {} });
  readline.createInterface({ input: socket }).on('line', (line) => socket.write(run(line)));
});

server.listen(0, '127.0.0.1', async () => {
  const socket = net.connect(server.address().port, '127.0.0.1');
  for (const name of ['left', 'right', 'up']) {
    socket.write(`${name}\n`);
    const [answer] = await once(socket, 'data');
    console.log(String(answer).trim());
  }
  socket.end();
  server.close();
});
