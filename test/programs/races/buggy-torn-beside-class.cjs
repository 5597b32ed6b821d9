// expect: race.fs.torn-read 15,28
'use strict';
const { mkdtemp, readFile, rm, writeFile } = require('node:fs').promises;
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Route {
  constructor(file) {
    this.file = file;
  }
  async stops() {
    try {
      return JSON.parse(await readFile(this.file, 'utf8')).stops;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      return [];
    }
  }
  /** In this run whoever changes the route is long done by then. */
  async drive() {
    await pause(150);
    const stops = await this.stops();
    return stops.length;
  }
  async reroute(stops) {
    await writeFile(this.file, JSON.stringify({ stops }));
  }
}
async function main() {
  const dir = await mkdtemp(join(tmpdir(), 'route-'));
  const route = new Route(join(dir, 'route.json'));
  await writeFile(route.file, '{"stops":["pier"]}');
  const [, count] = await Promise.all([route.reroute(['pier', 'mill']), route.drive()]);
  console.log(count);
  await rm(dir, { recursive: true });
}
main();
