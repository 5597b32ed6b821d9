// expect: promise.floating main.js:29
'use strict';
const fs = require('node:fs');

// What sends the bill is no async function, but gives a chain; the callback that counted the lines drops it, and ends the process.
const outbox = [];

class Post {
  constructor(address) {
    this.address = address;
  }

  open() {
    return new Promise((resolve) => setTimeout(resolve, 60, { to: this.address }));
  }

  send(text) {
    return this.open()
      .then((letter) => outbox.push({ ...letter, text }))
      .finally(() => (this.last = text));
  }
}

const post = new Post('office');
fs.readFile(__filename, 'utf8', (error, text) => {
  if (error) throw error;
  const lines = text.split('\n').length;

  post.send(`${lines} lines`);
  console.log(lines > 10 ? 'sent' : 'too few');
  process.exit(0);
});
