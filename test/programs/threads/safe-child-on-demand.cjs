// expect: nothing
// Between two questions both processes stand still: the parent listens for its clients.
const net = require('node:net');
const { spawn } = require('node:child_process');

if (process.argv[2] === 'upper') {
  process.stdin.on('data', (part) => process.stdout.write(String(part).toUpperCase()));
} else {
  const child = spawn(process.execPath, [__filename, 'upper'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const next = () => new Promise((resolve) => child.stdout.once('data', (part) => resolve(String(part).trim())));
  const server = net.createServer((socket) => {
    socket.on('data', async (text) => {
      const answer = next();
      child.stdin.write(text);
      socket.end(await answer);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const ask = (text, then) => {
      const socket = net.connect(server.address().port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (answer) => console.log(String(answer)));
      socket.on('close', then);
    };
    ask('one', () => setTimeout(() => ask('two', () => {
      server.close();
      child.stdin.end();
    }), 2500));
  });
}
