// expect: nothing
// The second reload takes down what it finds there at its end.
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

    const next = new Theme(name);
    await pause(isFast ? 4 : 8);
    await next.apply();
    const before = this.theme;
    this.title = name;
    this.theme = next;
    await before.unload();
  }
}

const window = new Window();
await window.theme.apply();
await Promise.all([window.reload('dark', true), window.reload('light', false)]);
console.log(window.theme.name, [...on].join());
