// expect: nothing
// A topic is refused, and taken out again.
import { setTimeout as sleep } from 'node:timers/promises';

async function subscribe(topic) {
  await sleep(topic.startsWith('?') ? 30 : 8);
  if (topic.startsWith('?')) throw new Error('refused');
}

class Reader {
  topics = new Set();
  async follow(topic) {
    // Each takes back its own.
    this.topics.add(topic);
    try {
      await subscribe(topic);
    } catch {
      this.topics.delete(topic);
    }
  }
}

const reader = new Reader();
await reader.follow('news');
await Promise.all([reader.follow('?secret'), reader.follow('weather')]);
console.log(reader.topics.size);
