// expect: nothing
// A letter that was sent is not sent again: who finds it sent goes on at once. It is marked before it goes to the post.
'use strict';
class Post {
  constructor() {
    this.sent = new Set();
    this.bag = [];
  }
  send(letter, next) {
    if (this.sent.has(letter)) return next();
    this.sent.add(letter);
    setTimeout(() => {
      this.bag.push(letter);
      next();
    }, 5);
  }
}

const post = new Post();
let done = 0;
for (const letter of ['to Ada', 'to Ada', 'to Bo']) post.send(letter, () => done++);
setTimeout(() => console.log(post.bag.length, done), 40);
