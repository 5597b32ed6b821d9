// expect: nothing
// A feed is begun and given up in one step: the one that begins it looks when it has its settings. Another is stopped, and begun anew in that step.
const { setTimeout: sleep } = require('node:timers/promises');

class Feed {
  #timer = null;
  #isOn = false;
  seen = 0;

  constructor(readSettings) {
    this.readSettings = readSettings;
  }

  async begin() {
    this.#isOn = true;
    const { everyMs } = await this.readSettings();
    if (!this.#isOn) return;
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
  const other = new Feed(async () => {
    await sleep(5);
    return { everyMs: 10 };
  });
  await other.begin();
  other.stop();
  await other.begin();
  await sleep(60);
  console.log('goes on', other.seen > 0);
  other.stop();
})();
