// expect: nothing
// What was still on its way when the place was closed is closed when it comes.
const opened = [];
const open = () => new Promise((resolve) => setTimeout(resolve, 300, { closed: false }));

class Pool {
  idle = [];
  closed = false;

  async take() {
    if (this.closed) throw new Error('closed');
    return this.idle.pop() ?? (await open());
  }

  async use(job) {
    const line = await this.take();
    opened.push(line);
    if (this.closed) line.closed = true;
    else this.idle.push(line);
    return job;
  }

  async close() {
    this.closed = true;
    const all = this.idle;
    this.idle = [];
    for (const line of all) line.closed = true;
  }
}

class Lobby {
  guests = new Map();
  isClosed = false;

  async enter(name) {
    if (this.isClosed) return;
    const guest = await open();
    opened.push(guest);
    if (this.isClosed) guest.closed = true;
    else this.guests.set(name, guest);
  }

  shut() {
    this.isClosed = true;
    for (const guest of this.guests.values()) guest.closed = true;
    this.guests.clear();
  }
}

class Client {
  topics = new Map();
  connected = false;

  async connect() {
    await null;
    this.connected = true;
  }

  async subscribe(topic) {
    if (!this.connected) throw new Error('not connected');
    const line = await open();
    opened.push(line);
    if (!this.connected) line.closed = true;
    else this.topics.set(topic, line);
  }

  disconnect() {
    this.connected = false;
    for (const line of this.topics.values()) line.closed = true;
    this.topics.clear();
  }
}

const client = new Client();
await client.connect();
const pool = new Pool();
const lobby = new Lobby();
const early = [pool.use('a'), lobby.enter('ann'), client.subscribe('a')];
await Promise.all(early);

const late = [pool.use('b'), pool.use('c'), lobby.enter('bob'), client.subscribe('b')];
setTimeout(async () => {
  lobby.shut();
  client.disconnect();
  await pool.close();
}, 10);
await Promise.all(late);
console.log(opened.filter((one) => !one.closed).length, 'left open');
