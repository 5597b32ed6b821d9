// expect: nothing
// The program has asked its own server whether it is there, and goes on until somebody tells the server to stop.
import net from 'node:net';
import { once } from 'node:events';

let stop;
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (data) => {
    if (String(data) === 'stop') stop();
    socket.end(data);
  });
});
server.listen(0);
await once(server, 'listening');
const socket = net.connect(server.address().port, '127.0.0.1');
socket.write('there?');
console.log(String((await once(socket, 'data'))[0]));
await once(socket, 'close');

setTimeout(() => console.log('late'), 4000);
await new Promise((resolve) => {
  stop = resolve;
});
server.close();
