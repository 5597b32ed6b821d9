// expect: race.order.last-write 15
/**
 * mosca: mosca #562: the broker forgets a client that has come back.
 * Root cause: the clean-up of the old connection ends after the client has connected again, and removes it by its name.
 * Fix here: only what is still its own is removed.
 */
const { EventEmitter } = require('node:events');

class Broker extends EventEmitter {
  constructor() {
    super();
    this.clients = {};
    this.on('clientDisconnected', async (client) => {
      await this.publish(`$SYS/${client.id}/disconnect`);
      delete this.clients[client.id];
    });
  }
  publish(topic) {
    return new Promise((resolve) => setTimeout(resolve, topic.endsWith("new") ? 2 : 300));
  }
  async connect(id) {
    await this.publish(`$SYS/${id}/new`);
    const client = { id, inbox: [] };
    this.clients[id] = client;
    return client;
  }
  disconnect(client) {
    this.emit('clientDisconnected', client);
  }
  send(id, text) {
    const client = this.clients[id];
    if (!client) return false;
    client.inbox.push(text);
    return true;
  }
}

async function main() {
  const broker = new Broker();
  const first = await broker.connect('sensor-1');
  broker.disconnect(first);
  await broker.connect('sensor-1');
  await new Promise((resolve) => setTimeout(resolve, 350));
  console.log(typeof broker.send('sensor-1', 'hello'));
}
main();
