// expect: nothing
'use strict';
// Whoever comes first opens the note, when it is asked for or when something is to be written down: the second one takes the note that is there, and goes on with it.
class Desk {
  constructor() {
    this.note = undefined;
  }
  isNew() {
    if (this.note) return false;
    this.open();
    return true;
  }
  open() {
    const note = this.note || (this.note = { lines: [] });
    note.lines.push('opened');
    return note;
  }
  writeDown(line) {
    setImmediate(() => this.open().lines.push(line));
  }
}

const desk = new Desk();
console.log(desk.note ? 'open' : 'closed');
setTimeout(() => desk.writeDown('a'), 40);
setTimeout(() => console.log(desk.isNew()), 41);
setTimeout(() => console.log(desk.open().lines.join()), 60);
const busyUntil = Date.now() + 48;
while (Date.now() < busyUntil);
