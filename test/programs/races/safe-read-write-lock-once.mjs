// expect: nothing
import { setTimeout as later } from 'node:timers/promises';

// One reader and one writer, which a read-write lock keeps apart.
class Access {
  reading = 0;
  writing = false;
  line = [];
  ask(kind) {
    return new Promise((enter) => {
      this.line.push({ kind, enter });
      this.next();
    });
  }
  next() {
    while (this.line.length > 0) {
      const { kind, enter } = this.line[0];
      if (this.writing || (kind === 'write' && this.reading > 0)) return;
      this.line.shift();
      if (kind === 'write') this.writing = true;
      else this.reading += 1;
      enter();
    }
  }
  leaveRead() {
    this.reading -= 1;
    this.next();
  }
  leaveWrite() {
    this.writing = false;
    this.next();
  }
}

const layout = new Access();
let version = 'a';

// Who adds a column only reads the layout.
async function addColumn(name) {
  await layout.ask('read');
  await later(2);
  version += name;
  layout.leaveRead();
}
async function rebuild() {
  await layout.ask('write');
  const before = version;
  await later(2);
  version = `${before}!`;
  layout.leaveWrite();
}
await Promise.all([later(1).then(() => addColumn('b')), later(100).then(rebuild)]);
console.log(version);
