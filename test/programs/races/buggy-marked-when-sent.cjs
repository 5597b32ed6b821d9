// expect: race.check-then-act 11,13
// A letter that was sent is not sent again: who finds it sent goes on at once. Marked is it only when the post has taken it.
'use strict';
class Post {
  constructor() {
    this.sent = new Set();
    this.bag = [];
  }
  send(letter, next) {
    // Another one may be on its way with the same letter.
    if (this.sent.has(letter)) return next();
    setTimeout(() => {
      this.sent.add(letter);
      this.bag.push(letter);
      next();
    }, 5);
  }
}

const post = new Post();
let done = 0;
for (const letter of ['to Ada', 'to Ada', 'to Bo']) post.send(letter, () => done++);
setTimeout(() => console.log(post.bag.length, done), 40);
