// expect: io.no-timeout main.mjs:18
// stop-after: 9
// Each station is asked on a connection of its own, and what it says until it closes that is its report. One of them takes the question, and says nothing.
import net from 'node:net';
import { once } from 'node:events';

async function station(report) {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => socket.once('data', () => report && socket.end(report)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return server.address().port;
}

function reportOf(port) {
  return new Promise((resolve, reject) => {
    const parts = [];
    const socket = net.createConnection({ port, host: '127.0.0.1' }, () => socket.end('report\n'));
    socket.on('error', reject);
    socket.on('data', (part) => parts.push(part)).on('close', () => resolve(Buffer.concat(parts).toString('utf8')));
  });
}

const ports = await Promise.all([station('12 degrees\n'), station(''), station('9 degrees\n')]);
const reports = await Promise.all(ports.map((port) => reportOf(port)));
console.log(reports.join(''));
