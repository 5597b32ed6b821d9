// expect: race.order.use-before-init main.mjs:12,registry.mjs:7
// The board asks another file for what that is still to load, under the name of the file.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import * as registry from './registry.mjs';

const loading = registry.load();

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
await loading;
server.close();
