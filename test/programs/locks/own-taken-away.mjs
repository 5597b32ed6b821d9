// expect: lock.double-release 43,38,11 exit 0
// Who has given up waiting for the court frees it all the same, while others still play on it.
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
  let result = `${team} played`;
  try {
    await court.enter(patience);
    await sleep(ms);
  } catch (error) {
    result = `${team}: ${error.message}`;
  } finally {
    court.leave();
  }
  return result;
}

const games = [play('reds', 90, 400), play('blues', 10, 25)];
await sleep(40);
games.push(play('greens', 20, 400));
console.log((await Promise.all(games)).join(', '));
