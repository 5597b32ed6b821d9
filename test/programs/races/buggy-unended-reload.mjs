// expect: race.check-then-act 30
// Both reloads take down the same old theme; that of the first one stays on for ever.
import { setTimeout as pause } from 'node:timers/promises';

const on = new Set();

class Theme {
  constructor(name) {
    this.name = name;
  }
  async apply() {
    await pause(2);
    on.add(this.name);
  }
  async unload() {
    await pause(3);
    on.delete(this.name);
  }
}

class Window {
  theme = new Theme('plain');
  async reload(name, isFast) {
    const before = this.theme;
    const next = new Theme(name);
    await pause(isFast ? 4 : 8);
    await next.apply();
    await before.unload();
    this.title = name;
    this.theme = next;
  }
}

const window = new Window();
await window.theme.apply();
await Promise.all([window.reload('dark', true), window.reload('light', false)]);
console.log(window.theme.name, [...on].join());
