// expect: race.check-then-act 12,14
// Each of several readers looks when the last beat was, and notes the next one only when it has been answered. That all note the same millisecond is chance: they have beaten three times.
import { setTimeout as sleep } from 'node:timers/promises';
let beats = 0;
const answer = async () => {
  beats++;
  await sleep(10);
};
class Member {
  lastBeat = 0;
  async beat(interval) {
    if (Date.now() >= this.lastBeat + interval) {
      await answer();
      this.lastBeat = Math.floor(Date.now() / 1000) * 1000;
    }
  }
}
const member = new Member();
const read = async (rows) => {
  for (const row of rows) await member.beat(60_000, row);
};
await Promise.all([read(['a', 'b']), read(['c']), read(['d'])]);
console.log(beats);
