// expect: race.atomicity 9,12 ; race.atomicity 10,12 ; race.atomicity 22,24
// One form for all letters is filled in, and copied after a wait, when another letter stands in it. Nobody reads its properties one by one.
import { setTimeout as delay } from 'node:timers/promises';

const form = { from: 'the harbour', to: '', text: '' };
const sent = [];

async function write(to, text) {
  form.to = to;
  form.text = text;
  await delay(to.length);
  sent.push(JSON.stringify(form));
}

class Post {
  constructor() {
    this.headers = { accept: 'text/plain' };
    this.asked = [];
  }

  async ask(user, path) {
    this.headers.authorization = user;
    await delay(user.length);
    this.asked.push({ path, headers: { ...this.headers } });
  }
}

await Promise.all([write('ida', 'the boat is in'), write('konrad', 'the boat is out')]);
const post = new Post();
await Promise.all([post.ask('ida', '/tides'), post.ask('konrad', '/winds')]);
console.log(sent.length, post.asked.length);
