// expect: nothing
// One form for all letters is filled in, and copied in the same step.
import { setTimeout as delay } from 'node:timers/promises';

const form = { from: 'the harbour', to: '', text: '' };
const sent = [];

async function write(to, text) {
  form.to = to;
  form.text = text;
  const letter = JSON.stringify(form);
  await delay(to.length);
  sent.push(letter);
}

class Post {
  constructor() {
    this.headers = { accept: 'text/plain' };
    this.asked = [];
  }

  async ask(user, path) {
    this.headers.authorization = user;
    const headers = { ...this.headers };
    await delay(user.length);
    this.asked.push({ path, headers });
  }
}

await Promise.all([write('ida', 'the boat is in'), write('konrad', 'the boat is out')]);
const post = new Post();
await Promise.all([post.ask('ida', '/tides'), post.ask('konrad', '/winds')]);
console.log(sent.length, post.asked.length);
