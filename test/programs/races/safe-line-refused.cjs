// expect: nothing
// A harbour master asks twice for a berth; who asks when the line has been hung up is told so, and whoever had begun by then still gets both answers.
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
setTimeout(() => harbour.hangUp(), 60);
setTimeout(() => harbour.askTwice('Gjoa', tell), 75);
