// expect: deadlock.main-thread-blocked 13
// Ctrl-C ends the child alone: the parent has a handler, comes back from its call, and goes on to its end. What was said while both waited stays said.
const net = require('node:net');
const { spawnSync } = require('node:child_process');
const port = process.argv[2];
if (port !== undefined) {
  const socket = net.connect(Number(port), '127.0.0.1');
  socket.once('data', (text) => { console.log(String(text)); socket.end(); });
} else {
  process.on('SIGINT', () => console.log('stopping'));
  const server = net.createServer((socket) => socket.end('settings'));
  server.listen(0, '127.0.0.1', () => {
    const { signal } = spawnSync(process.execPath, [__filename, String(server.address().port)], { encoding: 'utf8' });
    console.log(signal);
    server.close();
    process.exitCode = 1;
  });
}
