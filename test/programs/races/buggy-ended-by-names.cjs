// expect: race.order.use-after-close 27,31; race.order.use-after-close 36,39; race.order.use-after-close 45,48; race.order.use-after-close 52,55; race.order.use-after-close 60,63
// A ship's radio room that signs off ends each channel that it finds under its name, in a list, or at the end of one: what was still being opened stays open.
const { setTimeout: sleep } = require('node:timers/promises');

let open = 0;
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
    this.channels[ship] = channel;
  }

  stop() {
    Object.keys(this.channels).forEach((ship) => this.channels[ship].end());
  }
}

const byPort = Object.create(null);
const callPort = async (port) => (byPort[port] = await tune(7));

function close() {
  for (const port in byPort) {
    const channel = byPort[port];
    channel.end();
  }
}
const byBuoy = {};
const callBuoy = async (buoy) => void (byBuoy[buoy] = await tune(8));

function terminate() {
  Object.values(byBuoy).forEach((channel) => endOne(channel));
}
class Listed {
  channels = [];
  async call() { this.channels.push(await tune(9)); }

  disconnect() {
    for (let i = 0; i < this.channels.length; i++) this.channels[i].end();
  }
}
class Piled {
  channels = [];
  async call() { this.channels.push(await tune(10)); }

  shutdown() {
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
