// expect: nothing
// Who opens a garden waits until its plants are listed.
import http from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

async function findPlants() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  await sleep(5);
  return text.match(/\w+/g);
}

class Garden {
  #beds = new Map();
  constructor(name) {
    this.name = name;
  }

  async survey(bed) {
    const plants = await findPlants();
    this.#beds.set(bed, new Set(plants));
  }

  static async open(name, bed) {
    const garden = new Garden(name);
    await sleep(2);
    await garden.survey(bed);
    return garden;
  }

  check(bed, plant) {
    const plants = this.#beds.get(bed);
    if (!plants?.has(plant)) throw new Error(`no ${plant} in the ${this.name}`);
  }
}

const garden = await Garden.open('park', 'south');
const server = http.createServer((request, response) => {
  const [, bed, plant] = request.url.split('/');
  try {
    garden.check(bed, plant);
    response.end();
  } catch {
    response.writeHead(404).end();
  }
});
await once(server.listen(0, '127.0.0.1'), 'listening');
await sleep(100);
const [answer] = await once(http.get({ port: server.address().port, path: '/south/expect', agent: false }), 'response');
console.log(answer.statusCode);
answer.resume();
server.close();
