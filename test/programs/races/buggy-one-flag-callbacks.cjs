// expect: race.check-then-act 12,13
// Timetables of several lines: one flag says that one is being fetched, and who comes meanwhile waits for it, whichever line he asks for.
const { EventEmitter } = require('node:events');

class Timetables extends EventEmitter {
  lines = new Map();
  fetching = false;

  of(line, done) {
    const known = this.lines.get(line);
    if (known) return done(known);
    if (this.fetching) {
      this.once('fetched', () => done(this.lines.get(line)));
      return;
    }
    this.fetching = true;
    download(line, (times) => {
      this.fetching = false;
      this.lines.set(line, times);
      this.emit('fetched');
      done(times);
    });
  }
}

function download(line, done) {
  setTimeout(() => done([`${line} 08:10`, `${line} 08:40`]), 10);
}

const timetables = new Timetables();
const shown = [];
for (const line of ['U1', 'U2', 'U4']) {
  timetables.of(line, (times) => {
    shown.push(times ? times[0] : 'none');
    if (shown.length === 3) console.log(shown.join(', '));
  });
}
