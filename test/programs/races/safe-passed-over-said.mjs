// expect: nothing
// The mark comes before the wait; what is there is given; who finds it has the same as who has made it; and a note that the work once failed stops nobody.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const booked = Object.create(null);
const reminded = new Map();
const texts = new Map();
const warm = Object.create(null);
const ledger = [];
async function book(payment) {
  if (booked[payment]) return 'booked already';
  booked[payment] = true;
  await sleep(3);
  ledger.push(payment);
  return 'booked';
}

async function remind(member) {
  if (reminded.get(member)) return { sent: true, again: true };
  reminded.set(member, 'sent');
  await sleep(2);
  ledger.push(`letter to ${member}`);
  return { sent: true, line: ledger.length };
}

async function textOf(name) {
  if (texts.has(name)) return texts.get(name);
  await sleep(2);
  texts.set(name, `text of ${name}`);
  return texts.get(name);
}

// The table is made anew as it was: there is no harm in twice.
async function warmUp(name) {
  if (warm[name]) return true;
  await sleep(2);
  warm[name] = true;
  return true;
}

const work = { book, remind, text: textOf, warm: warmUp };
const server = http.createServer(async (request, response) => {
  const [, what, who] = request.url.split('/');
  response.end(JSON.stringify(await work[what](who)));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function visit(path, ms) {
  await sleep(ms);
  return (await fetch(`http://127.0.0.1:${server.address().port}/${path}`)).json();
}

await Promise.all(Object.keys(work).flatMap((what) => [visit(`${what}/p1`, 1), visit(`${what}/p1`, 150)]));
console.log(ledger.length);
server.close();
server.closeAllConnections();
