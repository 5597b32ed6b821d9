// expect: race.atomicity buggy-bracket-history.mjs:21
// What is there by then is kept in a history, but never put back: what another call has put there meanwhile is lost.
import { setTimeout as sleep } from 'node:timers/promises';

class Settings {
  active = null;
  history = [];

  create(values) {
    return { ...this.active, ...values };
  }

  enter(settings) {
    this.history.push(this.active);
    this.active = settings;
  }

  async change(values, ms) {
    const settings = this.create(values);
    await sleep(ms);
    this.enter(settings);
  }
}

const settings = new Settings();
settings.enter({ service: 'shop' });
await Promise.all([settings.change({ user: 'ada' }, 30), settings.change({ color: 'red' }, 10)]);
console.log(settings.active);
