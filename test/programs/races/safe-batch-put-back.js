// expect: nothing
// What is taken out of a list by its count is out of it in the same step; what could not be sent is put back before what has come since.
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

  flush() {
    const batch = this.points.splice(0, this.points.length);
    return this.write(batch).catch(() => this.points.unshift(...batch));
  }

  async flushSome(most) {
    const count = Math.min(most, this.points.length);
    const some = this.points.splice(0, count);
    try {
      await this.write(some);
    } catch {
      this.points.push(...some);
    }
  }

  async flushLast() {
    const [last] = this.points.splice(this.points.length - 1, 1);
    try {
      await this.write([last]);
    } catch {
      this.points.push(last);
    }
  }
}

async function main() {
  const reporter = new Reporter();
  const timer = setInterval(() => reporter.record(1), 4);
  for (let round = 0; round < 4; round++) {
    await wait(10);
    await reporter.flush();
    await wait(10);
    await reporter.flushSome(3);
    await wait(10);
    await reporter.flushLast();
  }
  clearInterval(timer);
  console.log(reporter.sent.length > 0);
}

main();
