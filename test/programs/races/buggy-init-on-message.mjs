// expect: race.order.use-before-init 16,13
// A connection's profile is loaded while its messages are answered already: a constant stands in where it is not there yet.
import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const server = createServer();
const load = async (user) => (await pause(80), { user, role: 'editor' });
server.on('upgrade', (request, socket) => {
  const connection = { profile: null };
  load(request.url.slice(1)).then(
    (profile) => {
      connection.profile = profile;
    }, (error) => socket.destroy(error)); // prettier-ignore
  socket.on('data', (text) => {
    socket.write(`${connection.profile?.role || 'guest'} ${text}`);
  });
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: lines\r\n\r\n');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
async function say(user, ms) {
  const { port } = server.address();
  const request = ask({ port, host: '127.0.0.1', path: `/${user}`, headers: { connection: 'Upgrade', upgrade: 'lines' } }).end();
  const [, socket] = await once(request, 'upgrade');
  await pause(ms);
  socket.write('hello');
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
}
console.log(await Promise.all([say('ada', 0), say('grace', 200)]));
server.close();
