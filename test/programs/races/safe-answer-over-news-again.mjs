// expect: nothing
// A list of berths is asked for when the pilot begins, and once more; a live message comes while the second answer is under way, and a later one sets right what it has set wrong.
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';

const harbour = { north: 'free', south: 'free' };
const feed = net.createServer((socket) => pilots.push(socket));
const pilots = [];
let asked = 0;
const server = http.createServer((request, response) => {
  const list = JSON.stringify(harbour);
  if (++asked === 2) setTimeout(() => pilots[0].write(JSON.stringify({ name: 'north', state: 'taken' })), 30);
  setTimeout(() => response.end(list), 120);
});
let berths = new Map();
function follow(socket) {
  socket.on('data', (data) => {
    const { name, state } = JSON.parse(data);
    berths.set(name, state);
  });
}
async function load() {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
  const list = await answer.json();
  berths = new Map(Object.entries(list));
}
feed.listen(0, '127.0.0.1');
server.listen(0, '127.0.0.1');
await Promise.all([once(server, 'listening'), once(feed, 'listening')]);
const socket = net.connect(feed.address().port, '127.0.0.1');
follow(socket);
await once(socket, 'connect');
for (let round = 0; round < 4; round++) await load();
console.log([...berths].join(' '));
socket.destroy();
feed.close();
server.close();
server.closeAllConnections();
