// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

const seen = [];
const keep = async (line) => {
  await sleep(5);
  seen.push(line);
};

// Only one reads at a time, while others put more behind.
class Lines {
  text = '';
  reading = false;

  async take(part) {
    this.text += part;
    if (this.reading) return;
    this.reading = true;
    for (let end = this.text.indexOf('\n'); end >= 0; end = this.text.indexOf('\n')) {
      await keep(this.text.slice(0, end));
      this.text = this.text.slice(end + 1);
    }
    this.reading = false;
  }
}

// Cut before the wait.
class Early {
  text = '';

  async take(part) {
    this.text += part;
    const end = this.text.indexOf('\n');
    const line = this.text.slice(0, end);
    this.text = this.text.slice(end + 1);
    await keep(line);
  }
}

// Each waits for the one before it.
class Queued {
  text = '';
  last = Promise.resolve();

  take(part) {
    this.text += part;
    this.last = this.last.then(() => this.read());
    return this.last;
  }

  async read() {
    const end = this.text.indexOf('\n');
    if (end < 0) return;
    await keep(this.text.slice(0, end));
    this.text = this.text.slice(end + 1);
  }
}

for (const lines of [new Lines(), new Early(), new Queued()]) await Promise.all(['one\ntwo\n', 'three\n', 'four\n'].map((part) => lines.take(part)));
