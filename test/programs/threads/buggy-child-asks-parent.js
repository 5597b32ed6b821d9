// expect: deadlock.main-thread-blocked 11
const net = require('node:net');
const { execFileSync } = require('node:child_process');
const port = process.argv[2];
if (port !== undefined) {
  const socket = net.connect(Number(port), '127.0.0.1');
  socket.once('data', (text) => { console.log(String(text)); socket.end(); });
} else {
  const server = net.createServer((socket) => socket.end('settings'));
  server.listen(0, '127.0.0.1', () => {
    const text = execFileSync(process.execPath, [__filename, String(server.address().port)], { encoding: 'utf8' });
    console.log(text);
    server.close();
  });
}
