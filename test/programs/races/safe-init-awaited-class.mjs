// expect: nothing
import http from 'node:http';
import { readFile } from 'node:fs/promises';

class App {
  settings = null;
  async start() {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    this.settings = { size: text.length };
    this.server = http.createServer((req, res) => res.end(String(this.settings.size > 0)));
    await new Promise((r) => this.server.listen(0, '127.0.0.1', r));
  }
}
const app = new App();
await app.start();
http.get({ port: app.server.address().port, agent: false }, (res) => {
  res.on('data', (d) => console.log(String(d))).on('end', () => app.server.close());
});
