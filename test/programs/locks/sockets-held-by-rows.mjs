// expect: deadlock.actual 17 signal
// The only socket carries the list of tracks, which is read on when the length of the track before has come; and that stands in line for the socket.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const server = http.createServer(async (request, response) => {
  if (request.url !== '/tracks') return response.end('3');
  for (const track of ['intro', 'theme', 'coda']) {
    response.write(track);
    await sleep(15);
  }
  response.end();
});
const { port } = (await once(server.listen(0, '127.0.0.1'), 'listening'))[0] ?? server.address();
const get = async (path) => (await once(http.get({ host: '127.0.0.1', port, path, agent }), 'response'))[0];

async function lengthOf(track) {
  let text = '';
  for await (const piece of await get(`/lengths/${track}`)) text += piece;
  return Number(text);
}
async function playingTime() {
  let sum = 0;
  for await (const track of await get('/tracks')) sum += await lengthOf(String(track));
  return sum;
}
console.log(await lengthOf('intro'));
console.log(await playingTime());
agent.destroy();
server.close();
