// expect: await.in-loop@info main.js:28
'use strict';
const http = require('node:http');

const server = http.createServer((request, response) => {
  setTimeout(() => response.end(JSON.stringify({ feed: request.url, items: request.url.length })), 40);
});

class FeedClient {
  constructor(port) {
    this.port = port;
  }

  latest(feed) {
    return new Promise((resolve, reject) => {
      const request = http.get({ port: this.port, path: `/${feed}` }, (response) => {
        let text = '';
        response.on('data', (part) => (text += part));
        response.on('end', () => resolve(JSON.parse(text)));
      });
      request.on('error', reject);
    });
  }
}

/** One feed after the other, though each has a connection of its own. What is chained to the whole list is no step of it. */
function digest(client, feeds) {
  return feeds.reduce((before, feed) => before.then((all) => client.latest(feed).then(({ items }) => [...all, items])), Promise.resolve([]));
}

function publish(lines) {
  return new Promise((resolve) => setTimeout(() => resolve(lines.length), 30));
}

server.listen(0, '127.0.0.1', () => {
  digest(new FeedClient(server.address().port), ['arts', 'books', 'chess', 'dance', 'earth', 'films'])
    .then(publish)
    .then((count) => console.log(count))
    .finally(() => server.close());
});
