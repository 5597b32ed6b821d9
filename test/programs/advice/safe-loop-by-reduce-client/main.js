// expect: nothing
// never: await.in-loop await.sequential
'use strict';
const net = require('node:net');

const server = net.createServer((socket) => {
  socket.setEncoding('utf8').on('data', (feed) => setTimeout(() => socket.write(JSON.stringify({ feed, items: feed.length })), 40));
});

class FeedClient {
  constructor(port) {
    this.socket = net.connect(port, '127.0.0.1').setEncoding('utf8');
  }

  latest(feed) {
    return new Promise((resolve, reject) => {
      this.socket.once('data', (text) => resolve(JSON.parse(text)));
      this.socket.once('error', reject);
      this.socket.write(feed);
    });
  }

  close() {
    this.socket.end();
  }
}

/** One feed after the other: they share one connection, which answers in turn. */
function digest(client, feeds) {
  return feeds.reduce((before, feed) => before.then((all) => client.latest(feed).then(({ items }) => [...all, items])), Promise.resolve([]));
}

function publish(lines) {
  return new Promise((resolve) => setTimeout(() => resolve(lines.length), 30));
}

server.listen(0, '127.0.0.1', () => {
  const client = new FeedClient(server.address().port);
  digest(client, ['arts', 'books', 'chess', 'dance', 'earth', 'films'])
    .then(publish)
    .then((count) => console.log(count))
    .finally(() => {
      client.close();
      server.close();
    });
});
