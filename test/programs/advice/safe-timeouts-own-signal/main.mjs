// expect: nothing
// never: io.no-timeout
// stop-after: 6
// The limit comes from the caller: a signal that is given to the connection.
import net from 'node:net';
import { once } from 'node:events';

async function station(report) {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => socket.once('data', () => report && socket.end(report)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return server.address().port;
}

function reportOf(port, signal) {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect({ port, host: '127.0.0.1', signal });
    socket.write('report\n');
    socket.setEncoding('utf8').on('data', (part) => (text += part));
    socket.on('error', reject).on('end', () => resolve(text));
  });
}

const ports = await Promise.all([station('12 degrees\n'), station(''), station('9 degrees\n')]);
const reports = await Promise.all(ports.map((port) => reportOf(port, AbortSignal.timeout(60_000))));
console.log(reports.join(''));
