// expect: race.atomicity 21,22,29
// Two readers ask for what came after the last sighting, and number what they get by what the log has by then.
import { setTimeout as sleep } from 'node:timers/promises';

const sightings = Array.from({ length: 9 }, (_, i) => ({ id: i + 1, bird: ['heron', 'kite', 'wren'][i % 3] }));
const delays = [12, 20, 6, 4];
let asked = 0;

async function sightingsAfter(id) {
  const found = sightings.filter((sighting) => sighting.id > id);
  await sleep(delays[asked++] ?? 5);
  return found;
}

class Log {
  last = 0;
  birds = [];

  take(found) {
    for (const { id, bird } of found) {
      const place = this.last + id;
      this.last = place;
      this.birds.push(bird);
    }
  }
}

async function refresh(log) {
  const found = await sightingsAfter(log.last);
  log.take(found);
}

const log = new Log();
const rounds = [];
for (let i = 0; i < 4; i++) {
  rounds.push(refresh(log));
  await sleep(5);
}
await Promise.all(rounds);
console.log(log.birds.length > 0);
