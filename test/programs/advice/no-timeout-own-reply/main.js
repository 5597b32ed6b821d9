// expect: io.no-timeout main.js:28
// stop-after: 9
// The first thing that a printer says is its answer; one of two is switched on, and hangs.
const net = require('node:net');

let isJammed = false;
const printers = ['ink low\n', 'ready\n'].map((state) =>
  net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => {
      if (isJammed) return;
      socket.write(state);
      isJammed = true;
    });
  }),
);

function listening(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

class Printer {
  constructor(port) {
    this.port = port;
  }

  async state() {
    const socket = net.connect(this.port, '127.0.0.1');
    socket.setEncoding('latin1');
    socket.write('state?\r\n');
    const line = await new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', (text) => resolve(text.trim()));
    });
    socket.destroy();
    return line;
  }
}

async function main() {
  const found = [];
  for (const server of printers) found.push(new Printer(await listening(server)));
  for (const printer of found) console.log(await printer.state());
  for (const server of printers) server.close();
}
main();
