// expect: lock.contention@info main.mjs:13
// All that is asked of the archive goes through one socket.
import http from 'node:http';

const archive = http.createServer((req, res) => setTimeout(() => res.end(`sheet ${req.url}`), 30));
await new Promise((resolve) => archive.listen(0, resolve));
const { port } = archive.address();
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function sheet(number) {
  return new Promise((resolve, reject) => {
    http
      .get({ port, path: `/${number}`, agent }, (res) => {
        let text = '';
        res.on('data', (part) => (text += part));
        res.on('end', () => resolve(text));
      })
      .on('error', reject);
  });
}

const sheets = await Promise.all(Array.from({ length: 20 }, (_, i) => sheet(i)));
console.log(sheets.length);
agent.destroy();
archive.close();
