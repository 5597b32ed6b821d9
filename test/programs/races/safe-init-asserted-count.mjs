// expect: nothing
// Who last called is kept in the step in which the calls are counted, and the test has found that all of them were counted before it looks at who it was.
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
    calls++;
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

for (let i = 0; i < 2; i++) net.connect(server.address().port, '127.0.0.1').end();
await new Promise((resolve) => {
  setTimeout(() => {
    expect(calls).to.equal(2);
    resolve();
  }, 200);
});
await new Promise((resolve) => setImmediate(resolve));
console.log('port' in caller, caller.port !== 0);
server.close();
