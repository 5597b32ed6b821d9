// expect: nothing
// `cleared` tells what has happened; nothing is ended by it, and what comes later is welcome.
import { setTimeout as sleep } from 'node:timers/promises';

async function ask(name) {
  await sleep(40);
  return { name };
}

class Shell {
  async open(name) {
    this.profile = await ask(name);
  }

  cleared() {
    this.profile = null;
  }

  title() {
    return this.profile ? this.profile.name : 'nobody';
  }
}

const shell = new Shell();
shell.profile = { name: 'guest' };
const opening = shell.open('ada');
setTimeout(() => shell.cleared(), 10);
await opening;
console.log(shell.title());
