// expect: none exit 0
// The boat comes back before another one is asked for. And readers of callbacks in the same kind of line, one inside the other, and workers that take one job after the other and may add some:
// at the end they stand there, at rest.
class Boats {
  constructor(count) {
    this.count = count;
    this.pier = [];
  }
  board(sail) {
    if (this.count > 0) {
      this.count -= 1;
      setImmediate(sail);
    } else {
      this.pier.push(sail);
    }
  }
  land() {
    const sail = this.pier.shift();
    if (sail === undefined) this.count += 1;
    else setImmediate(sail);
  }
}
const boats = new Boats(2);
const row = (ms, done) => setTimeout(done, ms);
const trips = [];
function visit(name, done) {
  boats.board(() => {
    row(2, () => {
      boats.land();
      done(`${name} back`);
    });
  });
}
function escort(name, done) {
  boats.board(() => {
    trips.push(name);
    row(3, () => {
      trips.push(`${name} again`);
      boats.land();
      visit(name, done);
    });
  });
}
for (const name of ['isle', 'cape', 'reef']) escort(name, (said) => console.log(said));

class Feed {
  parts = [];
  readers = [];
  read(use) {
    const part = this.parts.shift();
    if (part === undefined) this.readers.push(use);
    else setImmediate(use, part);
  }
  give(part) {
    const use = this.readers.shift();
    if (use === undefined) this.parts.push(part);
    else setImmediate(use, part);
  }
}
const feed = new Feed();
const packets = [];
function packet() {
  feed.read((head) => {
    packets.push(head);
    feed.read((body) => {
      packets.push(body);
      packet();
    });
  });
}
packet();
['a', '1', 'b'].forEach((part, i) => setTimeout(() => feed.give(part), i));

const jobs = new Feed();
const walked = [];
function work() {
  jobs.read((page) => {
    walked.push(page);
    setTimeout(() => {
      if (page < 4) jobs.give(page * 2);
      work();
    }, 1);
  });
}
work();
work();
jobs.give(1);
jobs.give(3);
setTimeout(() => console.log(packets.join(' '), walked.join(' ')), 40);
