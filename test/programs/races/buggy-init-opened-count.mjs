// expect: race.order.use-before-init 29,13
// As in safe-init-asserted-count, but what the test counts is what it has opened itself: the ends may come later than it looks at who it was.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';

const expect = (value) => ({ to: { equal: (other) => assert.equal(value, other) } });
let calls = 0;
let caller;
const server = net.createServer((socket) => {
  socket.resume();
  socket.on('close', () => {
    caller = { port: socket.remotePort };
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

for (let i = 0; i < 2; i++) {
  calls++;
  net.connect(server.address().port, '127.0.0.1').end();
}
await new Promise((resolve) => {
  setTimeout(() => {
    expect(calls).to.equal(2);
    resolve();
  }, 200);
});
await new Promise((resolve) => setImmediate(resolve));
console.log('port' in caller, caller.port !== 0);
server.close();
