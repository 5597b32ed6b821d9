// expect: race.check-then-act 15,11; race.check-then-act 24,20
// Who comes too late is told so in words, and gets nothing of what is there: a payment that is booked, a reminder that was sent. In this run the second one came later.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const booked = Object.create(null);
const reminded = new Map();
const ledger = [];
async function book(payment) {
  if (booked[payment]) return 'booked already';
  await sleep(3);
  ledger.push(payment);
  booked.total = undefined;
  booked[payment] = true;
  return 'booked';
}

async function remind(member) {
  if (reminded.get(member)) return { sent: true, again: true };
  await sleep(2);
  ledger.push(`letter to ${member}`);
  const line = ledger.length;
  reminded.set(member, 'sent');
  return { sent: true, line };
}

const server = http.createServer(async (request, response) => {
  const [, what, who] = request.url.split('/');
  const answer = what === 'book' ? await book(who) : await remind(who);
  response.end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function visit(path, ms) {
  await sleep(ms);
  return (await fetch(`http://127.0.0.1:${server.address().port}/${path}`)).json();
}

await Promise.all([visit('book/p1', 1), visit('book/p1', 150), visit('remind/ann', 1), visit('remind/ann', 150)]);
console.log(ledger.length);
server.close();
server.closeAllConnections();
