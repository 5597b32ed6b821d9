// expect: race.order.last-write 19
// Whoever turns to another chart aborts the one before, but then looks at the signal of the newest: nobody has aborted that.
import { setTimeout as delay } from 'node:timers/promises';

const DRAWN = { tides: 60, winds: 2 };

class Board {
  #turning = null;
  shown = '';

  async turn(chart) {
    this.#turning?.abort();
    this.#turning = new AbortController();
    const drawing = await this.#draw(chart);
    if (this.#turning.signal.aborted) {
      console.log('left', chart);
      return;
    }
    this.shown = drawing;
  }

  async #draw(chart) {
    await delay(DRAWN[chart]);
    return `${chart} of today`;
  }
}

const board = new Board();
const first = board.turn('tides');
await delay(1);
await board.turn('winds');
await first;
console.log(board.shown);
