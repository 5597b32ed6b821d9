// expect: nothing
// The last one who goes closes what all have used: in the step in which it finds that nobody is left, or after another look; or somebody comes after that.
import { setTimeout as delay } from 'node:timers/promises';

const flush = () => delay(10);

class Bus {
  riders = 0;
  line = null;

  board() {
    this.line ??= { moves: true };
    this.riders++;
    return this.line;
  }
}
class AtOnce extends Bus {
  async leave() {
    const { line } = this;
    if (--this.riders === 0) {
      this.line = null;
      line.moves = false;
      await flush();
    }
  }
}
class LooksAgain extends Bus {
  async leave() {
    if (--this.riders > 0) return;
    await flush();
    if (this.riders === 0) this.line = null;
  }
}
class FlushesFirst extends Bus {
  async leave() {
    await flush();
    if (--this.riders === 0) this.line = null;
  }
}

for (const Kind of [AtOnce, LooksAgain, FlushesFirst]) {
  const bus = new Kind();
  bus.board();
  const left = bus.leave();
  await delay(3);
  const line = bus.board();
  await left;
  console.log(Kind.name, line.moves);
  await bus.leave();
}
