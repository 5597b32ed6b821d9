// expect: race.fs.torn-read 26,19
import { createServer, get } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dir = await mkdtemp(join(tmpdir(), 'tide-'));

class Gauge {
  #file = join(dir, 'tide.json');
  #metres = 2;

  rise() {
    this.#metres += 0.1;
  }
  async log() {
    const tide = { metres: this.#metres, port: 'Brest' };
    await writeFile(this.#file, JSON.stringify(tide));
  }
  async tide() {
    const text = await this.text();
    return JSON.parse(text);
  }
  async text() {
    return await readFile(this.#file, 'utf8');
  }
}

const gauge = new Gauge();
await gauge.log();
// Whoever asks may come while the file is written: in this run it is long done by then.
const server = createServer(async (request, response) => {
  const { port } = await gauge.tide();
  response.end(port);
});
await new Promise((resolve) => server.listen(0, resolve));
const timer = setInterval(async () => {
  gauge.rise();
  await gauge.log();
}, 1000);
await sleep(1400);
const port = await new Promise((resolve) => {
  get({ port: server.address().port, agent: false }, (response) => response.setEncoding('utf8').on('data', resolve));
});
console.log(port);
clearInterval(timer);
await new Promise((resolve) => server.close(resolve));
await rm(dir, { recursive: true });
