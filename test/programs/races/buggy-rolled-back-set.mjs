// expect: race.atomicity 13,17,14
// A topic is refused, and what there was before is put back: without the one that another call has added meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';

async function subscribe(topic) {
  await sleep(topic.startsWith('?') ? 30 : 8);
  if (topic.startsWith('?')) throw new Error('refused');
}

class Reader {
  topics = new Set();
  async follow(topic) {
    const before = new Set(this.topics);
    this.topics.add(topic);
    try {
      await subscribe(topic);
    } catch {
      this.topics = before;
    }
  }
}

const reader = new Reader();
await reader.follow('news');
await Promise.all([reader.follow('?secret'), reader.follow('weather')]);
console.log(reader.topics.size);
