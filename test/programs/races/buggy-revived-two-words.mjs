// expect: race.order.last-write 12,17
// The profile comes when its owner has left: `clearProfile` is undone.
import { setTimeout as sleep } from 'node:timers/promises';

async function ask(name) {
  await sleep(40);
  return { name };
}

class Shell {
  async open(name) {
    this.profile = await ask(name);
  }

  clearProfile() {
    clearInterval(this.beat);
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
