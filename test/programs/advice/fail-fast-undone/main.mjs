// expect: promise.all-fail-fast main.mjs:34
// The shelf is cleared when one book is refused; the others are still on their way to it.
import { once } from 'node:events';
import http from 'node:http';

const shelf = new Set();
const library = http.createServer((req, res) => {
  const name = req.url.slice(1);
  if (req.method === 'DELETE') {
    shelf.clear();
    res.end();
    return;
  }
  const put = () => {
    if (name !== 'b') shelf.add(name);
    res.writeHead(name === 'b' ? 507 : 201).end();
  };
  setTimeout(put, name === 'b' ? 40 : 120);
});
library.listen(0, '127.0.0.1');
await once(library, 'listening');
const base = `http://127.0.0.1:${library.address().port}`;

async function put(name) {
  const answer = await fetch(`${base}/${name}`, { method: 'PUT', body: name });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
}

function abort() {
  return fetch(`${base}/`, { method: 'DELETE' });
}

try {
  await Promise.all(['a', 'b', 'c'].map(put));
} catch (error) {
  await abort();
  console.log(error.message);
}
setTimeout(() => {
  console.log(`${shelf.size} books`);
  library.close();
  library.closeAllConnections();
}, 200);
