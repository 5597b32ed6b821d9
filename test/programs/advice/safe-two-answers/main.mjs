// expect: nothing
// never: await.sequential await.in-loop
// Questions over HTTP that have an order: the first changes what the second finds, or gives it something, or it is asked the same again.
import http from 'node:http';
import { once } from 'node:events';

const guests = [];
const server = http.createServer((req, res) => {
  const [, what, name] = req.url.split('/');
  setTimeout(() => {
    if (what === 'enter') guests.push(name);
    res.end(JSON.stringify({ ticket: guests.length }));
  }, 50);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;

async function enter(name) {
  const door = await fetch(`${base}/enter/${name}`);
  const { ticket } = await door.json();
  const hall = await fetch(`${base}/hall`);
  const inside = await hall.json();
  return [ticket, inside];
}

async function enterAtOnce(name) {
  const door = await (await fetch(`${base}/enter/${name}`)).json();
  const hall = await (await fetch(`${base}/hall`)).json();
  return [door, hall];
}

async function byTicket() {
  const desk = await fetch(`${base}/desk`);
  const { ticket } = await desk.json();
  const coat = await fetch(`${base}/coat/${ticket}`);
  return [ticket, await coat.text()];
}

async function twice() {
  const before = await (await fetch(`${base}/clock`)).json();
  const later = await (await fetch(`${base}/clock`)).json();
  return later.ticket - before.ticket;
}

async function ifOpen() {
  const gate = await fetch(`${base}/gate`);
  const { ticket } = await gate.json();
  if (ticket > 99) return undefined;
  const garden = await fetch(`${base}/garden`);
  return [ticket, await garden.json()];
}

for (const name of ['Ida', 'Max', 'Eva']) {
  await enter(name);
  await enterAtOnce(name);
  await byTicket();
  await twice();
  await ifOpen();
}
console.log('guests', guests.length);
server.close();
server.closeAllConnections();
