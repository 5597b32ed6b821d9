// expect: race.order.use-after-close 12,18
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Link {
  constructor() {
    this.state = 'open';
    this.sent = [];
  }

  send(text) {
    if (this.state !== 'open') throw new Error(`the link is ${this.state}`);
    this.sent.push(text);
  }

  async close() {
    await delay(1);
    this.state = 'closed';
  }
}

async function upload(link, rows) {
  for (const row of rows) {
    link.send(await pack(row));
  }
}

const pack = async (row) => delay(30, JSON.stringify(row));

async function main() {
  const link = new Link();
  upload(link, [1, 2, 3]).catch((err) => console.log(err.message));
  setTimeout(() => link.close(), 45);
  await delay(300);
}

main();
