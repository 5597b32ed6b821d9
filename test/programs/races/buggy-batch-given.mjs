// expect: race.atomicity 27 ; race.atomicity 42 ; race.atomicity 54 ; race.atomicity 63
// The collection itself is handed to what sends it: that takes all of it in its first step, and what comes before the answer is thrown away with the rest.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const received = [];
const station = createServer(async (req, res) => {
  let text = '';
  for await (const part of req) text += part;
  received.push(...JSON.parse(text));
  await delay(120);
  res.end();
}).listen(0);
await once(station, 'listening');

class Gauge {
  levels = new Map();

  read(sensor, level) {
    this.levels.set(sensor, level);
  }

  async report() {
    await this.#put(this.levels);
    // What was read meanwhile is in it.
    this.levels.clear();
  }

  #put(rows) {
    return new Promise((resolve, reject) => {
      const sent = request({ port: station.address().port, method: 'PUT', agent: false }, (answer) => answer.resume().on('end', resolve));
      sent.on('error', reject).end(JSON.stringify([...rows]));
    });
  }
}

let notes = [];
const asText = (list) => list.map((note) => note.trim()).join('\n');
async function saveNotes() {
  await save(notes);
  notes = [];
}
async function save(list) {
  const text = asText(list);
  await delay(120);
  received.push(text);
}

class Route {
  stops = [];
  async close() {
    await this.#upload();
    this.stops.length = 0;
  }
  async #upload() {
    const body = JSON.stringify(this.stops);
    await delay(120);
    received.push(body);
  }
  async drop() {
    await new Promise((resolve) => setTimeout(() => setTimeout(resolve, 120, received.push(...this.stops)), 2));
    this.stops = [];
  }
}

const gauge = new Gauge();
const [closed, dropped] = [new Route(), new Route()];
const work = (n) => {
  gauge.read(`sensor ${n}`, n);
  notes.push(`note ${n} `);
  closed.stops.push(n);
  dropped.stops.push(n);
};
work(1);
const jobs = [gauge.report(), saveNotes(), closed.close(), dropped.drop()];
setTimeout(work, 40, 2);
await Promise.all(jobs);
station.close();
console.log('done');
