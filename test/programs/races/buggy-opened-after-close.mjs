// expect: race.order.use-after-close 14 ; race.order.use-after-close 34 ; race.order.use-after-close 52
// What is opened is stored in a place that was closed meanwhile: nobody closes it.
const opened = new Set();
const dial = () => new Promise((resolve) => setTimeout(resolve, 20, { end: () => opened.clear() }));

class Client {
  socket = null;
  destroyed = false;

  async connect() {
    if (this.destroyed) throw new Error('destroyed');
    const socket = await dial();
    opened.add(socket);
    this.socket = socket;
  }

  destroy() {
    // Nothing is there yet.
    this.destroyed = true;
    if (this.socket) this.socket.end();
  }
}

class Redis {
  status = 'wait';
  stream = null;
  connect(done) {
    if (this.status === 'ready') {
      done();
      return;
    }
    this.status = 'connecting';
    dial().then((stream) => {
      this.stream = stream;
      opened.add(stream);
      done();
    });
  }

  disconnect() {
    if (this.stream) this.stream.end();
    this.status = 'end';
  }
}

let handle;
let isRunning = false;

async function start() {
  if (isRunning) return;
  isRunning = true;
  handle = await dial();
  opened.add(handle);
}

async function stop() {
  isRunning = false;
  await handle?.end();
  handle = undefined;
}

const client = new Client();
const redis = new Redis();
const connecting = client.connect();
const ready = new Promise((resolve) => redis.connect(resolve));
const starting = start();
setTimeout(() => client.destroy(), 4);
setTimeout(() => redis.disconnect(), 6);
setTimeout(() => stop(), 8);
await Promise.all([connecting, ready, starting]);
console.log(opened.size, 'left open');
