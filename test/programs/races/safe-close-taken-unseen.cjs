// expect: nothing
'use strict';
// What has been idle for too long leaves the list, and is closed. Nothing is idle for so long here: whoever weighs takes it, and clears the timer.
const net = require('node:net');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

const scale = net.createServer((peer) => {
  peer.on('error', () => {});
  peer.on('data', (item) => peer.write(`${item.length} g`));
});

class Scales {
  constructor(port) {
    this.port = port;
    this.idle = [];
  }

  connect() {
    const link = this.idle.pop();
    if (link) clearTimeout(link.patience);
    return link ?? net.connect(this.port, '127.0.0.1');
  }

  leave(link) {
    link.patience = setTimeout(() => {
      this.idle = this.idle.filter((one) => link !== one);
      link.end();
    }, 4000);
    this.idle.push(link);
  }

  async weigh(item) {
    const link = this.connect();
    link.write(item);
    const [weight] = await once(link, 'data');
    this.leave(link);
    return String(weight);
  }

  stop() {
    for (const link of this.idle) {
      clearTimeout(link.patience);
      link.destroy();
    }
  }
}

async function main() {
  scale.listen(0, '127.0.0.1');
  await once(scale, 'listening');
  const scales = new Scales(scale.address().port);
  for (const item of ['apple', 'pear', 'a melon']) {
    console.log(await scales.weigh(item));
    await sleep(5);
  }
  scales.stop();
  scale.close();
}
main();
