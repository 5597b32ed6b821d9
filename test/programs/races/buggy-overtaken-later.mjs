// expect: race.atomicity 19,12,35
// The checks belong to the score that was sent away; they are put beside the bars that are there when they come. In this run each answer is there before the next edit.
import { setTimeout as sleep } from 'node:timers/promises';

class Score {
  #bars = [];
  remarks = [];
  get length() {
    return this.#bars.length;
  }
  load(bars) {
    this.#bars = [...bars];
  }
  toText() {
    return this.#bars.join(' | ');
  }
  /** The notes of one bar. */
  bar(at) {
    return this.#bars[at];
  }
}

class Teacher {
  async #send(text) {
    await sleep(text.length);
    return text.split(' | ').flatMap((bar, at) => (bar.split(' ').length === 4 ? [] : [{ at, says: 'count' }]));
  }

  async correct(score) {
    const text = score.toText();
    const found = await this.#send(text);
    if (found.length === 0) return;
    const remarks = [];
    for (const { at, says } of found) {
      remarks.push(`${says}: ${score.bar(at).toUpperCase()}`);
    }
    score.remarks.push(...remarks);
  }
}

const score = new Score();
const teacher = new Teacher();
function play(bars) {
  score.load(bars);
  teacher.correct(score).catch(console.error);
}
setTimeout(play, 1, ['c d e f', 'g a b']);
setTimeout(play, 120, ['c d e', 'g a b c']);
setTimeout(() => console.log(score.remarks.join(', ')), 240);
