// expect: race.atomicity 27,25
// Near twin of safe-batch-put-back: the list as it was before the wait takes the place of the one to which others have added since.
'use strict';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Reporter {
  points = [];
  sent = [];
  tries = 0;

  record(point) {
    this.points.push(point);
  }

  async write(batch) {
    await wait(20);
    if (++this.tries % 2 === 1) throw new Error('away');
    this.sent.push(...batch);
  }

  async flushSome(most) {
    try {
      const some = this.points.slice(0, most);
      const rest = this.points.slice(most);
      await this.write(some);
      this.points = rest;
    } catch {
      this.tries += 0;
    }
  }
}

async function main() {
  const reporter = new Reporter();
  const timer = setInterval(() => reporter.record(1), 4);
  for (let round = 0; round < 4; round++) {
    await wait(10);
    await reporter.flushSome(3);
  }
  clearInterval(timer);
  console.log(reporter.sent.length > 0);
}

main();
