// expect: none exit 0
// Who has given up waiting goes away; who got the court leaves it, also where the game failed, and also after a second try.
import { setTimeout as sleep } from 'node:timers/promises';

class Court {
  taken = false;
  waiting = [];

  async enter(patience) {
    if (!this.taken) {
      this.taken = true;
      return;
    }
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((entry) => entry.resolve !== resolve);
        reject(new Error('too long'));
      }, patience);
      this.waiting.push({ resolve, timer });
    });
  }

  leave() {
    const next = this.waiting.shift();
    if (next === undefined) {
      this.taken = false;
      return;
    }
    clearTimeout(next.timer);
    next.resolve();
  }
}

const court = new Court();
async function play(team, ms, patience) {
  try {
    await court.enter(patience);
  } catch {
    console.log(`${team} tries again`);
    await court.enter(patience * 20);
  }
  try {
    await sleep(ms);
    if (team === 'greens') throw new Error(`${team} hurt themselves`);
    return `${team} played`;
  } catch (error) {
    return error.message;
  } finally {
    court.leave();
  }
}

const games = [play('reds', 90, 400), play('blues', 10, 25)];
await sleep(40);
games.push(play('greens', 20, 400));
console.log((await Promise.all(games)).join(', '));
