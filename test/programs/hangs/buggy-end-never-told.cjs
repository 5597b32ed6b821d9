// expect: hang.exit-pending 48,34
// A spool that is told to end says so when its last sheet was printed; one that was spoilt is the last, and nobody asks again.
const { EventEmitter } = require('node:events');

class Spool extends EventEmitter {
  constructor() {
    super();
    this.waiting = [];
    this.printing = false;
    this.ending = false;
  }

  add(sheet) {
    this.waiting.push(sheet);
    if (this.printing) return;
    this.printing = true;
    setImmediate(() => this.next());
  }

  next() {
    const sheet = this.waiting.shift();
    this.printing = sheet !== undefined;
    if (!this.printing) return;
    setTimeout(() => {
      if (sheet.spoilt) return;
      this.emit('printed', sheet);
      if (this.ending && this.waiting.length === 0) this.emit('end');
      else this.next();
    }, 5);
  }

  end() {
    this.ending = true;
    return new Promise((resolve) => this.once('end', resolve));
  }
}

const spool = new Spool();
let printed = 0;
spool.on('printed', () => printed++);
spool.add({ title: 'menu' });
spool.add({ title: 'map' });
spool.add({ title: 'bill', spoilt: true });

spool
  .end()
  // Never gets here.
  .then(() => console.log(printed, 'printed'));
