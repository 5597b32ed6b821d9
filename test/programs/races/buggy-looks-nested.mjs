// expect: race.check-then-act 21,17
// A guest is put on the list once, unless he is a member: two looks, each a question of its own, and then the entry. The second request for one guest came when the first was over.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const members = new Set(['ida']);
const guests = new Set();

async function isMember(name) {
  await sleep(2);
  return members.has(name);
}

async function isGuest(name) {
  await sleep(2);
  return guests.has(name);
}
async function letIn(name) {
  await sleep(1);
  guests.add(name);
}

const door = http.createServer(async (request, response) => {
  const name = request.url.slice(1);
  if (!(await isMember(name))) {
    if (!(await isGuest(name))) {
      await letIn(name);
      return response.end('a guest');
    }
  }
  response.statusCode = 409;
  response.end('on the list');
});
door.listen(0);
await once(door, 'listening');

const answers = [];
function knock(name) {
  fetch(`http://127.0.0.1:${door.address().port}/${name}`)
    .then((response) => response.text())
    .then((text) => {
      if (answers.push(text) === 3) door.close(() => console.log(answers.join()));
    });
}
for (const [at, name] of ['otto', 'ida', 'otto'].entries()) setTimeout(knock, 2 + at * 150, name);
