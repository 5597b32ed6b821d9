// expect: nothing
// Timetables of several lines: what is being fetched is known for each line, and who comes meanwhile waits for his own.
const { EventEmitter } = require('node:events');

class Timetables extends EventEmitter {
  lines = new Map();
  fetching = new Map();

  of(line, done) {
    const known = this.lines.get(line);
    if (known) return done(known);
    if (this.fetching.get(line)) {
      this.once(`fetched ${line}`, () => done(this.lines.get(line)));
      return;
    }
    this.fetching.set(line, true);
    download(line, (times) => {
      this.fetching.set(line, false);
      this.lines.set(line, times);
      this.emit(`fetched ${line}`);
      done(times);
    });
  }
}

function download(line, done) {
  setTimeout(() => done([`${line} 08:10`, `${line} 08:40`]), 10);
}

const timetables = new Timetables();
const shown = [];
for (const line of ['U1', 'U2', 'U1', 'U4']) {
  timetables.of(line, (times) => {
    shown.push(times ? times[0] : 'none');
    if (shown.length === 4) console.log(shown.join(', '));
  });
}
