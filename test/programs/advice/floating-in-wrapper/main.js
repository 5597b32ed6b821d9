// expect: promise.floating main.js:7
'use strict';
const noted = [];
// Whoever calls what this gives waits for nothing.
const logged = (name, work) =>
  function (...values) {
    work.apply(this, values).finally(() => noted.push(name));
  };

class Post {
  sent = 0;
  constructor() {
    this.send = logged('send', this.send);
  }
  async send(letter) {
    const place = await new Promise((resolve) => setTimeout(resolve, 8, letter.length));
    this.sent += place > 0 ? 1 : 0;
  }
}

async function main() {
  const post = new Post();
  await post.send('one');
  await post.send('two');
  console.log(post.sent);
}
main();
