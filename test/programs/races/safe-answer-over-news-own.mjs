// expect: nothing
// The answer is to a change of one's own, of which the others are told as well; or it comes on the connection on which the news came, in the order in which they were sent.
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const listeners = [];
const feed = net.createServer((socket) => {
  listeners.push(socket);
  socket.on('data', (data) => {
    const { id } = JSON.parse(data);
    setTimeout(() => socket.write(`${JSON.stringify({ berth: 'south', boat: 'Gull' })}\n`), 20);
    setTimeout(() => socket.write(`${JSON.stringify({ id, boats: [['south', 'Heron']] })}\n`), 60);
  });
});
const server = http.createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { berth, boat } = JSON.parse(text);
  for (const socket of listeners) socket.write(`${JSON.stringify({ berth, boat: `${boat} II` })}\n`);
  setTimeout(() => response.end(JSON.stringify({ berth, boat: `${boat} II`, since: 'noon' })), 80);
});

class Harbour {
  boats = new Map();
  #asked = new Map();
  #next = 1;

  follow(socket) {
    this.socket = socket;
    socket.on('data', (data) => {
      for (const line of String(data).trim().split('\n')) {
        const { id, boats, berth, boat } = JSON.parse(line);
        if (id) this.#asked.get(id)(boats);
        else this.boats.set(berth, boat);
      }
    });
  }

  #ask() {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.socket.write(JSON.stringify({ id }));
    });
  }

  async load() {
    const boats = await this.#ask();
    for (const [berth, boat] of boats) this.boats.set(berth, boat);
  }

  async moor(berth, boat) {
    const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', agent: false });
    request.end(JSON.stringify({ berth, boat }));
    const [answer] = await once(request, 'response');
    let text = '';
    for await (const chunk of answer) text += chunk;
    const moored = JSON.parse(text);
    this.boats.set(moored.berth, moored.boat + moored.since);
  }
}

feed.listen(0, '127.0.0.1');
server.listen(0, '127.0.0.1');
await Promise.all([once(server, 'listening'), once(feed, 'listening')]);
const socket = net.connect(feed.address().port, '127.0.0.1');
const harbour = new Harbour();
harbour.follow(socket);
await once(socket, 'connect');
await sleep(10);
await harbour.load();
await harbour.moor('north', 'Tern');
console.log([...harbour.boats].join(' '));
socket.destroy();
feed.close();
server.close();
server.closeAllConnections();
