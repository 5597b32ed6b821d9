// expect: nothing
'use strict';
// Two calls of one function, which looks twice: the first answer is kept to compare later ones with, and each is passed on.
class Question {
  constructor() {
    this.hash = '';
  }
  hear(hash) {
    if (this.hash === hash) return;
    if (!this.hash) this.hash = hash;
    console.log('answer', hash);
  }
  relay(hash) {
    setImmediate(() => this.hear(hash));
  }
}

const question = new Question();
console.log(question.hash ? 'answered' : 'asked');
setTimeout(() => question.relay('x1'), 40);
setTimeout(() => question.hear('y2'), 41);
const busyUntil = Date.now() + 48;
while (Date.now() < busyUntil);
