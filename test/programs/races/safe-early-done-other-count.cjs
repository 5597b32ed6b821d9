// expect: nothing
// Two counts say together whether all is done: while the one is 0 before what was found is added, the other one is not.
const { mkdtempSync, rmSync, writeFile } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const dir = mkdtempSync(join(tmpdir(), 'tour-'));
const doors = { hall: ['study', 'cellar'], study: ['attic'], cellar: [], attic: [] };

class Tour {
  rooms = ['hall'];
  walking = 0;
  notes = 0;
  seen = 0;

  look() {
    const room = this.rooms.shift();
    if (room !== undefined) return this.enter(room);
    if (this.walking === 0 && this.notes === 0) {
      clearInterval(this.timer);
      rmSync(dir, { recursive: true });
      console.log('rooms', this.seen);
    }
  }

  enter(room) {
    this.walking++;
    setTimeout(() => {
      this.seen++;
      this.notes++;
      writeFile(join(dir, room), 'dusty', (error) => {
        if (error) throw error;
        this.notes--;
        setImmediate(() => {
          for (const next of doors[room]) this.rooms.push(next);
          this.walking--;
        });
      });
    }, 4);
  }
}

const tour = new Tour();
tour.timer = setInterval(() => tour.look(), 25);
