// expect: nothing
// A tuner that finds nothing searches again after a while. The mark of the search is set behind a look of its own, whatever `station` had seen; that the search takes it back follows from that.
const { createReadStream } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

class Tuner {
  constructor(device, pauseMs) {
    this.device = device;
    this.pauseMs = pauseMs;
    this.searching = false;
    this.names = new Set();
    this.heard = 0;
  }

  station(name) {
    this.names.add(name);
    if (!this.searching) this.tune();
  }

  tune(done) {
    const waves = createReadStream(this.device);
    const onFound = () => {
      this.heard++;
      waves.destroy();
      if (done) done();
    };
    const onNone = (error) => {
      if (done) done(error);
      else this.search();
    };
    waves.once('open', onFound).once('error', onNone);
  }

  search() {
    if (this.searching) return;
    this.searching = true;
    setTimeout(() => {
      this.tune((error) => {
        this.searching = false;
        if (error) this.search();
      });
    }, this.pauseMs);
  }

  off() {
    this.searching = false;
    this.names.clear();
  }
}

async function main() {
  const tuner = new Tuner(`${__filename}.none`, 40);
  tuner.station('news');
  await sleep(20);
  tuner.station('jazz');
  tuner.device = __filename;
  await sleep(80);
  console.log(`${[...tuner.names].join(' and ')}: ${tuner.heard}`);
  tuner.off();
}
void main();
