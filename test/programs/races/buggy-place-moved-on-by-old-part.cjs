// expect: race.atomicity 10,14
// A projection reads an event log, a few events at a time. A nudge while it is at work makes it read the same events once more, and skip as many.
const events = Array.from({ length: 9 }, (_, i) => ({ id: i + 1, cents: 10 * (i + 1) }));

class Projection {
  next = 0;
  seen = [];

  advance(done) {
    const part = events.slice(this.next, this.next + 3);
    if (part.length === 0) return done();
    setTimeout(() => {
      for (const { id } of part) this.seen.push(id);
      this.next += part.length;
      done();
    }, 30);
  }
}

const projection = new Projection();
let nudges = 3;
const nudge = () => projection.advance(() => --nudges === 0 && console.log(projection.seen.join()));
nudge();
setTimeout(nudge, 10);
setTimeout(nudge, 60);
