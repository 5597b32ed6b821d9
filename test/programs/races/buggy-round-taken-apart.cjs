// expect: race.check-then-act 23
const { setTimeout: delay } = require('node:timers/promises');

class Outbox {
  constructor(letters) {
    this.letters = letters;
    this.posted = [];
  }

  async post({ id }) {
    await delay(20);
    this.posted.push(id);
  }

  mark(id) {
    this.letters.find((letter) => letter.id === id).stamp = 'sent';
  }

  async flush() {
    for (const { id, stamp } of this.letters) {
      if (stamp === 'sent') continue;
      await this.post({ id });
      this.mark(id);
    }
  }
}

const outbox = new Outbox([{ id: 'a', stamp: '' }, { id: 'b', stamp: '' }]);
Promise.all([outbox.flush(), outbox.flush()]).then(() => console.log(outbox.posted.join()));
