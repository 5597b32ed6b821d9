// expect: nothing
// The profile comes when its owner has left, which it looks for.
import { setTimeout as sleep } from 'node:timers/promises';

async function ask(name) {
  await sleep(40);
  return { name };
}

class Shell {
  turn = 0;

  async open(name) {
    const asked = ++this.turn;
    const profile = await ask(name);
    if (asked === this.turn) this.profile = profile;
  }

  clearProfile() {
    this.turn++;
    this.profile = null;
  }

  title() {
    return this.profile ? this.profile.name : 'nobody';
  }
}

const shell = new Shell();
shell.profile = { name: 'guest' };
const opening = shell.open('ada');
setTimeout(() => shell.clearProfile(), 10);
await opening;
console.log(shell.title());
