// expect: race.atomicity 49
import { setTimeout as later } from 'node:timers/promises';

// A read-write lock, which the one who adds a column leaves before it adds it.
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

async function addColumn(name) {
  await layout.ask('read');
  await later(2);
  layout.leaveRead();
  await later(2);
  version += name;
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
