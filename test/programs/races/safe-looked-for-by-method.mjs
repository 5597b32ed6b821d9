// expect: nothing
// The lamps of a theatre are asked for at the start, and a method gives nothing for a lamp that it does not know: nobody can ask before they are known.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

class Theatre {
  lamps = [];
  desk = null;

  async open() {
    this.desk = {
      list: () => sleep(6, ['spot', 'flood']),
      level: async (lamp) => ({ lamp, level: (await sleep(2, 40)) + lamp.length }),
    };
    await this.survey();
  }

  async survey() {
    await this.refresh();
    console.log('surveyed');
  }

  async refresh() {
    this.lamps = await this.desk.list();
  }

  async lamp(name) {
    if (name === '') return null;
    if (!this.lamps.includes(name)) return null;
    return this.desk.level(name);
  }
}

const theatre = new Theatre();
await theatre.open();
const server = http.createServer(async (req, res) => {
  const found = await theatre.lamp(req.url.slice(1));
  res.writeHead(found ? 200 : 404).end(found ? String(found.level) : '');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
await sleep(30);
const answer = await fetch(`http://127.0.0.1:${server.address().port}/spot`);
console.log(answer.status, await answer.text());
server.close();
server.closeAllConnections();
