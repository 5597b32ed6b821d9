// expect: timer.leak main.mjs:16
// stop-after: 6
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

// One interval for each visitor of a stream of events. They leave; the intervals stay and write to nobody, long after the last visitor.
let written = 0;
const server = http.createServer((request, response) => {
  if (request.url !== '/events') {
    response.end(String(written));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: hello\n\n');
  setInterval(() => {
    response.write(': still here\n\n');
    written++;
  }, 100);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

for (let i = 0; i < 40; i++) {
  const leave = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/events`, { signal: leave.signal });
  await answer.body.getReader().read();
  leave.abort();
  await sleep(15);
}
console.log('all visitors have left');
