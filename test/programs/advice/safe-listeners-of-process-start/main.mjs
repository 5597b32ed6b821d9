// expect: nothing
// Fifteen plugins are loaded one after the other, and each adds what it does at the end; then the program works.
import { setTimeout as pause } from 'node:timers/promises';

process.setMaxListeners(50);
const ended = [];
const plugins = [];

class Plugin {
  constructor(name) {
    this.name = name;
    process.on('exit', () => ended.push(this.name));
  }
}

for (let i = 0; i < 15; i++) setTimeout(() => plugins.push(new Plugin(`plugin ${i}`)), 5 * i);
let rounds = 0;
while (rounds < 60) {
  await pause(10);
  rounds++;
}
console.log(plugins.length, rounds);
