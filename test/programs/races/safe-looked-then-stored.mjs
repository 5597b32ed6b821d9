// expect: nothing
// A request looks for a list and, when it has waited, stores it itself: nothing was on its way. The lock keeps the others out.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
const mutex = new Mutex();
const seats = new Map();
async function book(show, seat) {
  await mutex.runExclusive(async () => {
    if (seats.get(show)?.includes(seat)) return;
    await delay(8);
    const taken = seats.get(show) ?? [];
    taken.push(seat);
    seats.set(show, taken);
  });
}
const server = http.createServer(async (request, response) => {
  await book('gala', request.url);
  response.end('ok');
});
server.listen(0, async () => {
  const { port } = server.address();
  await Promise.all(['/a', '/b'].map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()));
  console.log(seats.get('gala').length);
  server.close();
  server.closeAllConnections();
});
