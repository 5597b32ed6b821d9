// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

class Poller {
  start() {
    this.stopped = false;
    this.timer = setTimeout(() => this.poll(), 20);
  }

  async poll() {
    this.polls = (this.polls ?? 0) + 1;
    await sleep(60);
    if (!this.stopped) this.timer = setTimeout(() => this.poll(), 20);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}

// The round that is under way sets one more timer, whose callback looks.
class Watch {
  start() {
    this.on = true;
    this.next = setTimeout(() => this.round(), 20);
  }

  async round() {
    if (!this.on) return;
    await sleep(60);
    this.next = setTimeout(() => this.round(), 20);
  }

  stop() {
    this.on = false;
    clearTimeout(this.next);
  }
}

// Waits for what is under way, and clears what that has set.
class Beat {
  start() {
    this.arm();
  }

  arm() {
    this.timer = setTimeout(() => {
      this.beating = this.beat();
    }, 20);
  }

  async beat() {
    await sleep(60);
    this.arm();
  }

  async stop() {
    clearTimeout(this.timer);
    await this.beating;
    clearTimeout(this.timer);
  }
}

// Goes on after a pause, by a start of its own.
class Player {
  play() {
    this.timer = setTimeout(() => this.step(), 20);
  }

  async step() {
    await sleep(60);
    if (this.timer !== null) this.play();
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = null;
  }
}

const all = [new Poller(), new Watch(), new Beat()];
const player = new Player();
for (const one of all) one.start();
player.play();
await sleep(60);
for (const one of all) await one.stop();
player.pause();
player.play();
await sleep(300);
process.exit(0);
