// expect: nothing
const net = require('node:net');
const { execFile, execFileSync } = require('node:child_process');
const [, , port, wait] = process.argv;
if (port === 'slow') setTimeout(() => console.log('slow'), Number(wait));
else if (port !== undefined) {
  const socket = net.connect(Number(port), '127.0.0.1');
  socket.once('data', (text) => { console.log(String(text)); socket.end(); });
} else {
  const server = net.createServer((socket) => socket.end('settings'));
  server.listen(0, '127.0.0.1', () => {
    // It takes its time, but asks nobody.
    console.log(execFileSync(process.execPath, [__filename, 'slow', '2500'], { encoding: 'utf8' }).trim());
    execFile(process.execPath, [__filename, String(server.address().port)], (_error, text) => {
      console.log(text.trim());
      server.close();
    });
  });
}
