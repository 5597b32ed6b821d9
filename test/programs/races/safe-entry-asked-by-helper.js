// expect: nothing
// Requests come in at any time; whether a session is known is asked by a helper.
const fs = require('node:fs');
const sessions = {};
const hasOwn = (all, key) => Object.prototype.hasOwnProperty.call(all, key);

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
    if (!hasOwn(this.clients, id)) return 'unknown';
    const name = this.clients[id].name;
    return name === 'polling' ? 'ok' : 'other';
  }

  close(id) {
    if (!(id in this.clients)) return;
    sessions[id] = this.clients[id].name;
  }
}

const server = new Server();
server.open('a');
setTimeout(() => console.log(server.verify('a')), 120);
setTimeout(() => server.close('a'), 300);
