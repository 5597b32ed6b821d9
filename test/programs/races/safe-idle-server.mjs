// expect: nothing
import http from 'node:http';
const s = http.createServer((q, r) => r.end('hi')).listen(0, async () => {
  const r = await fetch(`http://127.0.0.1:${s.address().port}/`);
  console.log(await r.text());
  setTimeout(() => { s.close(); s.closeAllConnections(); }, 50);
});
