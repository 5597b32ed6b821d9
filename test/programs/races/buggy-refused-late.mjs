// expect: race.check-then-act 14,17
// A raffle: who shows a winning ticket gets a prize, once. The second request for the same ticket came when the first one was over, and was turned away: nothing orders them.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const tickets = new Map([['B-17', { owner: 'mo', paidOut: false }]]);
const prizes = ['lamp', 'chair'];

const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const ticket = tickets.get(body);
  if (!ticket || ticket.paidOut) return void response.writeHead(409).end('no prize');
  const prize = prizes.shift();
  await delay(3);
  ticket.paidOut = true;
  response.end(prize);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;

async function show(afterMs) {
  await delay(afterMs);
  const answer = await fetch(url, { method: 'POST', body: 'B-17' });
  return answer.status;
}

console.log((await Promise.all([show(1), show(400)])).join());
server.close();
