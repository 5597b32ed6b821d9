// expect: race.order.use-before-init 9,12
import http from 'node:http';
import { readFile } from 'node:fs/promises';

class App {
  settings;
  async loadSettings() {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    this.settings = { title: text.slice(0, 9), size: text.length };
  }
  handle(req, res) {
    res.end(this.settings.title);
  }
}

const app = new App();
app.loadSettings();
const server = http.createServer((req, res) => app.handle(req, res));
server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, agent: false }, (res) => {
      res.on('data', (d) => console.log(String(d).length)).on('end', () => server.close());
    });
  }, 300);
});
