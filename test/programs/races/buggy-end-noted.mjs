// expect: race.check-then-act 43
// What is done when the time is over goes by the look from before: somebody has given it up meanwhile.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const server = http.createServer((request, response) => {
  response.write('begun');
  setTimeout(() => response.end(), request.url === '/late' ? 300 : 4);
});
server.listen(0);
await once(server, 'listening');

class Question {
  over = false;
  answers = 0;

  get isOver() {
    return this.over;
  }

  ask(path) {
    const request = http.get({ port: server.address().port, path, agent: false });
    this.request = request;
    request.once('error', () => {
      this.over = true;
    });
    request.once('response', (response) => this.take(response));
    return this;
  }

  cancel() {
    this.over = true;
    this.request.destroy();
  }

  async take(response) {
    if (this.isOver) return;
    response.once('error', () => {
      this.over = true;
    });
    setTimeout(() => {
      this.over = true;
      this.answers++;
    }, 70);
    response.once('end', () => this.give());
    await sleep(1);
    response.resume();
  }

  give() {
    if (!this.isOver) this.answers++;
  }
}

const all = ['/', '/late', '/', '/late'].map((path) => new Question().ask(path));
async function giveUp(question) {
  await once(question.request, 'response');
  await sleep(30);
  question.cancel();
}
await Promise.all([giveUp(all[1]), giveUp(all[3]), sleep(500)]);
console.log('done');
server.close();
