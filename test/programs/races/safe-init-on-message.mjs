// expect: nothing
// A connection answers its messages when its profile is there.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
const load = async (user) => (await pause(80), { user, role: 'editor' });
server.on('connection', (socket, request) => {
  const connection = { profile: null };
  const loaded = load(request.url.slice(1)).then((profile) => {
    connection.profile = profile;
  }, (error) => socket.close(1011, error.message)); // prettier-ignore
  socket.on('message', async (text) => {
    await loaded;
    socket.send(`${connection.profile?.role || 'guest'} ${text}`);
  });
});
await once(server, 'listening');
async function say(user, ms) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/${user}`);
  await once(socket, 'open');
  await pause(ms);
  socket.send('hello');
  const [answer] = await once(socket, 'message');
  socket.close();
  await once(socket, 'close');
  return String(answer);
}
console.log(await Promise.all([say('ada', 0), say('grace', 200)]));
server.close();
