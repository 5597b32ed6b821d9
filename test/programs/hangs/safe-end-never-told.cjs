// expect: nothing
// Who only listens for what may come does not wait: no sheet jammed this time.
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
      if (sheet.width > 40) this.emit('jam', sheet);
      else this.emit('printed', sheet);
      if (this.ending && this.waiting.length === 0) this.emit('end');
      else this.next();
    }, 5);
  }

  end() {
    this.ending = true;
    return new Promise((resolve) => this.once('end', resolve));
  }

  whenJammed() {
    return new Promise((resolve) => this.once('jam', resolve));
  }
}

const spool = new Spool();
let printed = 0;
spool.on('printed', () => printed++);
spool.add({ title: 'menu', width: 20 });
spool.add({ title: 'map', width: 30 });

spool.whenJammed().then((sheet) => console.log('jammed by', sheet.title));
spool.end().then(() => console.log(printed, 'printed'));
