// expect: race.order.use-after-close 18,24
// A feed is begun and given up in one step: the one that begins it goes on, and sets the timer that nobody clears.
const { setTimeout: sleep } = require('node:timers/promises');

class Feed {
  #timer = null;
  #isOn = false;
  seen = 0;

  constructor(readSettings) {
    this.readSettings = readSettings;
  }

  async begin() {
    const { everyMs } = await this.readSettings();
    this.#isOn = true;
    // Nobody has said that it is still wanted.
    this.#timer = setInterval(() => {
      this.seen++;
    }, everyMs);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#isOn = false;
  }
}

(async () => {
  const feed = new Feed(async () => {
    await sleep(20);
    return { everyMs: 10 };
  });
  const beginning = feed.begin();
  feed.stop();
  await beginning;
  await sleep(60);
  console.log('goes on', feed.seen > 0);
  process.exit(0);
})();
