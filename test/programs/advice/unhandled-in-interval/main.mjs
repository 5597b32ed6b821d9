// expect: promise.unhandled main.mjs:20
import http from 'node:http';

// The interval calls an async function and does not look at what it gives; the last place that could catch is in there.
process.on('unhandledRejection', (error) => console.error('unhandled:', error.message));
const feed = http.createServer((req, res) => res.writeHead(503).end());
await new Promise((resolve) => feed.listen(0, '127.0.0.1', resolve));

const rates = {
  current: undefined,
  async refresh() {
    const response = await fetch(`http://127.0.0.1:${feed.address().port}`);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`feed said ${response.status}`);
    this.current = response;
  },
};

const timer = setInterval(async () => {
  await rates.refresh();
}, 30);
setTimeout(() => {
  clearInterval(timer);
  feed.close();
  feed.closeAllConnections();
}, 400);
