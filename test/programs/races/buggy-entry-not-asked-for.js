// expect: race.order.use-before-init 18
// Requests come in at any time, and nobody asks whether a session is known.
const fs = require('node:fs');
const sessions = {};

class Server {
  constructor() {
    this.clients = {};
  }

  open(id) {
    fs.stat(__filename, () => {
      this.clients[id] = { name: 'polling', id };
    });
  }

  verify(id) {
    const name = this.clients[id].name;
    return name === 'polling' ? 'ok' : 'other';
  }

  close(id) {
    sessions[id] = this.clients[id].name;
  }
}

const server = new Server();
server.open('a');
setTimeout(() => console.log(server.verify('a')), 120);
setTimeout(() => server.close('a'), 300);
