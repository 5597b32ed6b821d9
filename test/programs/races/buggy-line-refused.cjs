// expect: race.order.use-after-close 23,29
// A harbour master asks twice for a berth; when the line is hung up between the two, the second question is refused by an error that is handed on.
class Line {
  ask(text, done) {
    setTimeout(() => done(null, text.length), 5);
  }
}

class Harbour {
  constructor() {
    this.line = new Line();
  }

  ask(text, done) {
    if (!this.line) return done(new Error('hung up'));
    this.line.ask(text, done);
  }

  askTwice(ship, done) {
    this.ask(ship, (error, length) => {
      if (error) return done(error);
      setTimeout(() => {
        this.ask(`${ship} again`, (failed, width) => done(failed, length, width));
      }, 3);
    });
  }

  hangUp() {
    this.line = null;
  }
}

const harbour = new Harbour();
const tell = (error, length, width) => console.log(error ? error.message : `${length} by ${width}`);
setTimeout(() => harbour.askTwice('Fram', tell), 1);
setTimeout(() => harbour.askTwice('Maud', tell), 30);
setTimeout(() => harbour.hangUp(), 37);
