// expect: nothing
// A ship's radio room that signs off ends each channel that it finds, and says so: what was still being opened is ended as it comes.
const { setTimeout: sleep } = require('node:timers/promises');

let open = 0;
let isOver = false;
class Channel {
  constructor() {
    open++;
  }
  end() {
    open--;
  }
}

async function tune(ms) {
  await sleep(ms);
  return new Channel();
}

const endOne = (channel) => channel.end();

class ByName {
  channels = {};

  async call(ship) {
    const channel = await tune(6);
    if (isOver) return channel.end();
    this.channels[ship] = channel;
  }

  stop() {
    isOver = true;
    Object.keys(this.channels).forEach((ship) => this.channels[ship].end());
  }
}

const byPort = Object.create(null);
const callPort = async (port) => {
  const channel = await tune(7);
  if (isOver) channel.end();
  else byPort[port] = channel;
};

function close() {
  isOver = true;
  for (const port in byPort) {
    const channel = byPort[port];
    channel.end();
  }
}
const byBuoy = {};
const callBuoy = async (buoy) => {
  const channel = await tune(8);
  if (isOver) channel.end();
  else byBuoy[buoy] = channel;
};

function terminate() {
  isOver = true;
  Object.values(byBuoy).forEach((channel) => endOne(channel));
}
class Listed {
  channels = [];
  async call() {
    const channel = await tune(9);
    if (isOver) channel.end();
    else this.channels.push(channel);
  }

  disconnect() {
    isOver = true;
    for (let i = 0; i < this.channels.length; i++) this.channels[i].end();
  }
}
class Piled {
  channels = [];
  async call() {
    const channel = await tune(10);
    if (isOver) channel.end();
    else this.channels.push(channel);
  }

  shutdown() {
    isOver = true;
    while (this.channels.length > 0) this.channels.pop().end();
  }
}

const [named, listed, piled] = [new ByName(), new Listed(), new Piled()];
const callAll = (name) => void Promise.all([named.call(name), callPort(name), callBuoy(name), listed.call(), piled.call()]);

callAll('Fram');
setTimeout(() => callAll('Gjoa'), 20);
setTimeout(() => {
  named.stop();
  close();
  terminate();
  listed.disconnect();
  piled.shutdown();
}, 23);
setTimeout(() => console.log(`open: ${open}`), 60);
