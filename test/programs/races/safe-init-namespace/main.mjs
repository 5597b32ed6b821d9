// expect: nothing
// The board opens when the other file has loaded what it asks for.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import * as registry from './registry.mjs';

await registry.load();

const server = createServer((socket) => {
  socket.on('data', (code) => {
    try {
      socket.end(registry.stations.nameOf(String(code)));
    } catch (error) {
      socket.end(error.name);
    }
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const client = connect(server.address().port, '127.0.0.1');
client.write('7');
const [answer] = await once(client, 'data');
console.log(String(answer));
client.end();
server.close();
