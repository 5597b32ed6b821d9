// expect: nothing
// Others come to the server as well, and one of them may tell it to stop; what the process is told over its own connection comes again and again.
import net from 'node:net';
import { once } from 'node:events';
import { execFile } from 'node:child_process';

let stop;
const stopped = new Promise((resolve) => {
  stop = resolve;
});
const server = net.createServer((socket) => {
  socket.on('data', (data) => {
    if (String(data) === 'stop') stop();
    else socket.write(data);
  });
  socket.on('error', () => {});
});
server.listen(0);
await once(server, 'listening');
const { port } = server.address();
const socket = net.connect(port, '127.0.0.1');
await once(socket, 'connect');
socket.write('hello');
console.log(String((await once(socket, 'data'))[0]));
// Somebody else.
execFile(process.execPath, ['-e', `require('node:net').connect(${port}, '127.0.0.1', function () { this.end('hello'); }).resume()`]);

setTimeout(() => console.log('late'), 4000);
await stopped;
socket.end();
server.close();
