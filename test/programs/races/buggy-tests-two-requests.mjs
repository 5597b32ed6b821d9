// expect: race.check-then-act 12,14
// A test asks a server twice at once, as its users will: what these requests do to each other is told as in service.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const seats = new Map([['4B', null]]);

const server = http.createServer(async (req, res) => {
  const guest = req.url.slice(1);
  if (seats.get('4B') === null) {
    await sleep(40);
    seats.set('4B', guest);
    res.end('yours');
  } else res.end('taken');
});

test('gives a seat', async (t) => {
  await new Promise((resolve) => server.listen(0, resolve));
  t.after(() => server.close());
  const ask = async (guest) => (await fetch(`http://localhost:${server.address().port}/${guest}`, { headers: { connection: 'close' } })).text();
  const answers = await Promise.all([ask('ada'), ask('bob')]);
  assert.ok(answers.includes('yours'));
});
