// expect: nothing
// A mark says that something has changed: it is taken back first, or with a look at what there is by then, or only if nothing came; or it says that somebody is at work.
import { setTimeout as delay } from 'node:timers/promises';

const disk = [];
const write = async (text) => {
  await delay(12);
  disk.push(text);
};

class Draft {
  changed = false;
  body = '';
  type(text) {
    this.body += text;
    this.changed = true;
  }
}
class First extends Draft {
  async save() {
    if (!this.changed) return;
    this.changed = false;
    await write(this.body);
  }
}
class Last extends Draft {
  async save() {
    if (!this.changed) return;
    await delay(10);
    disk.push(this.body);
    this.changed = false;
  }
}
class Asks extends Draft {
  async save() {
    if (!this.changed) return;
    const { body } = this;
    await write(body);
    if (this.body === body) this.changed = false;
  }
}
class Failed extends Draft {
  async save() {
    if (!this.changed) return;
    this.changed = false;
    try {
      await write(this.body);
    } catch {
      this.changed = true;
    }
  }
}
class Busy extends Draft {
  busy = false;
  async save() {
    if (this.busy) return;
    this.busy = true;
    await write(this.body);
    this.busy = false;
  }
}
// Of the second change nothing is read by who shows that it is there.
class Lamp extends Draft {
  async save() {
    if (!this.changed) return;
    await delay(10);
    this.changed = false;
  }
}

for (const Kind of [First, Last, Asks, Failed, Busy, Lamp]) {
  const draft = new Kind();
  draft.type('a');
  const saved = draft.save();
  await delay(4);
  draft.type('b');
  await saved;
  await draft.save();
}
console.log(disk.length);
