// expect: race.atomicity 17,19
// Readings of requests go to a recorder, as many at a time as are there. That it is ready is only looked at.
import http from 'node:http';

const recorder = {
  ready: true,
  take: (readings) => new Promise((resolve) => setTimeout(resolve, 300 + readings.length, 'kept')),
};

const kept = [];
const state = { readings: [], given: 0 };

async function add(reading) {
  state.readings.push(reading);
  if (!recorder.ready) return;
  const taking = recorder.take(state.readings);
  state.given = state.readings.length;
  await taking;
  kept.push(...state.readings.splice(0, state.given));
  state.given = 0;
}

const server = http.createServer((request, response) => {
  add(request.url);
  response.end('ok');
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const answers = await Promise.all(['/north', '/south'].map((name) => fetch(base + name)));
  for (const answer of answers) await answer.text();
  await new Promise((resolve) => setTimeout(resolve, 500));
  console.log(kept.length, state.given);
  server.close();
  server.closeAllConnections();
});
