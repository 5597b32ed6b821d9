// expect: nothing
// never: promise.all-fail-fast
// The first failure stops the others through a signal: nobody goes on behind the caller's back.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const server = http.createServer((request, response) => setTimeout(() => response.end(request.url), 400)).listen(0);
await once(server, 'listening');
const trip = { status: 'new', parts: [] };

async function bookFlight() {
  await sleep(5);
  throw new Error('no seats');
}

async function bookHotel(signal) {
  await sleep(80, undefined, { signal });
  trip.parts.push('hotel');
}

async function post(path, signal) {
  const response = await fetch(`http://localhost:${server.address().port}${path}`, { signal });
  return response.text();
}

async function bookCar(signal) {
  trip.parts.push(await post('/car', signal));
}

const stop = new AbortController();
try {
  await Promise.all([bookFlight(), bookHotel(stop.signal), bookCar(stop.signal)]);
  trip.status = 'booked';
} catch (error) {
  stop.abort();
  trip.status = error.message;
}
await sleep(120);
console.log(trip.status, trip.parts.length);
server.close();
server.closeAllConnections();
