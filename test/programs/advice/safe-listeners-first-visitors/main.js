// expect: nothing
// never: listener.leak
'use strict';
const http = require('node:http');
const { EventEmitter } = require('node:events');

// The first request of each region opens the region's feed, which listens for as long as the server is there. All that come later use it.
const changes = new EventEmitter();
changes.setMaxListeners(32);
const feeds = new Map();

function feedOf(region) {
  if (!feeds.has(region)) {
    const feed = { region, rate: 1 };
    changes.on('rate', (rate) => (feed.rate = rate));
    feeds.set(region, feed);
  }
  return feeds.get(region);
}

const server = http.createServer((request, response) => response.end(String(feedOf(request.url).rate)));

server.listen(0, '127.0.0.1', async () => {
  let sum = 0;
  for (let i = 0; i < 48; i++) sum += Number(await (await fetch(`http://127.0.0.1:${server.address().port}/${i % 16}`)).text());
  changes.emit('rate', 2);
  console.log(sum, changes.listenerCount('rate'));
  server.close();
  server.closeAllConnections();
});
