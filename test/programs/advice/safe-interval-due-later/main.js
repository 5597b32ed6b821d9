// expect: nothing
// stop-after: 4
'use strict';
// The interval takes out what is due: one letter still is to be sent, in half an hour.
const sent = [];

class Outbox {
  constructor() {
    this.letters = [];
    setInterval(() => this.send(), 50);
  }

  add(text, delay) {
    this.letters.push({ text, at: Date.now() + delay });
    this.letters.sort((a, b) => a.at - b.at);
  }

  send() {
    const now = Date.now();
    while (this.letters.length > 0 && this.letters[0].at <= now) {
      sent.push(this.letters.shift().text);
      console.log(sent.length, 'sent');
    }
  }
}

const outbox = new Outbox();
setTimeout(() => {
  outbox.add('welcome', 10);
  outbox.add('how do you like it?', 1_800_000);
}, 20);
