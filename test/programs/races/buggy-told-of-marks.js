// expect: race.order.last-write 22
const { execFile } = require('node:child_process');
const { EventEmitter } = require('node:events');

// A spelling checker of its own process is asked again with each change, and tells whoever listens what it has found; a long text takes longer than the short one that has taken its place.
class Speller extends EventEmitter {
  check(text) {
    const script = 'const text = process.argv[1]; setTimeout(() => console.log(text.split("#").length - 1), text.length * 15)';
    execFile(process.execPath, ['-e', script, text], (error, out) => {
      if (error) throw error;
      this.emit('marks', Number(out));
    });
  }
}

class Margin {
  marks = 0;
  constructor(speller) {
    speller.on('marks', (marks) => this.show(marks));
  }
  show(marks) {
    this.marks = marks;
  }
}

const speller = new Speller();
const margin = new Margin(speller);
speller.check('w#ll, th#s is a long sentence');
setTimeout(() => speller.check('well'), 40);
process.on('exit', () => console.log(margin.marks));
