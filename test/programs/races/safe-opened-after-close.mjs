// expect: nothing
// Who has opened something looks again whether it is still wanted; or somebody closes it later.
const opened = new Set();
const dial = () => new Promise((resolve) => setTimeout(resolve, 20, { end: () => opened.clear() }));

class Client {
  socket = null;
  destroyed = false;

  async connect() {
    if (this.destroyed) throw new Error('destroyed');
    const socket = await dial();
    opened.add(socket);
    if (this.destroyed) {
      socket.end();
      throw new Error('destroyed');
    }
    this.socket = socket;
  }

  destroy() {
    this.destroyed = true;
    if (this.socket) this.socket.end();
  }
}

class Redis {
  status = 'wait';
  stream = null;
  epoch = 0;
  connect(done) {
    if (this.status === 'ready') {
      done();
      return;
    }
    this.status = 'connecting';
    const { epoch } = this;
    dial().then((stream) => {
      if (epoch !== this.epoch) stream.end();
      else this.stream = stream;
      done();
    });
  }

  disconnect() {
    this.epoch++;
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

/** It is opened again before the first one is there. */
class Door {
  isOpen = false;
  lock = null;

  async open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.lock = await dial();
  }

  close() {
    this.isOpen = false;
    this.lock?.end();
    this.lock = null;
  }
}

/** Who finds it closed the next time ends what came too late. */
class Poller {
  stopped = false;
  line = null;

  async poll() {
    if (this.stopped) return this.line?.end();
    this.line = await dial();
    setTimeout(() => this.poll(), 5);
  }

  stop() {
    this.stopped = true;
    this.line?.end();
  }
}

const client = new Client();
const redis = new Redis();
const door = new Door();
const poller = new Poller();
const connecting = client.connect().catch(() => {});
const ready = new Promise((resolve) => redis.connect(resolve));
const starting = start();
door.open();
poller.poll();
setTimeout(() => client.destroy(), 4);
setTimeout(() => redis.disconnect(), 6);
setTimeout(() => stop(), 8);
setTimeout(() => door.close(), 10);
setTimeout(() => door.open(), 12);
setTimeout(() => poller.stop(), 14);
await Promise.all([connecting, ready, starting]);
await stop();
await new Promise((resolve) => setTimeout(resolve, 30));
console.log(opened.size, 'left open');
