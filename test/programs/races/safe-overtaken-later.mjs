// expect: nothing
// Answers that belong to what was asked: by a number that the caller compares, by a question that is given up, by turns, by a copy, by one beat after the other, and by tasks that wait for each other.
import { setTimeout as sleep } from 'node:timers/promises';

class Page {
  #lines = [];
  marks = [];
  edition = 0;
  set(lines) {
    this.edition++;
    this.#lines = [...lines];
  }
  text() {
    return this.#lines.join('\n');
  }
  line(at) {
    return this.#lines[at];
  }
}

async function proof(text) {
  await sleep(text.length);
  return text.split('\n').flatMap((line, at) => (line.endsWith('.') ? [] : [at]));
}

/** The caller looks whether the page is still the one that was asked about. */
class ByEdition {
  async #marksOf(page) {
    const text = page.text();
    const found = await proof(text);
    return found.map((at) => page.line(at));
  }
  async update(page) {
    const { edition } = page;
    const marks = await this.#marksOf(page);
    if (page.edition !== edition) return;
    page.marks = marks;
  }
}

/** Whatever the page is by then. */
class ByCopy {
  async update(page) {
    const text = page.text();
    const found = await proof(text);
    const lines = text.split('\n');
    page.marks.push(found.map((at) => lines[at]).length);
  }
}

/** One page after the other. */
class ByTurns {
  #turn = Promise.resolve();
  change(page, lines) {
    const work = this.#turn.then(() => this.#check(page, lines));
    this.#turn = work.catch(() => undefined);
    return work;
  }
  async #check(page, lines) {
    page.set(lines);
    const text = page.text();
    const found = await proof(text);
    page.marks.push(...found.map((at) => page.line(at)));
  }
}

const [first, second, third, fourth] = [new Page(), new Page(), new Page(), new Page()];
const [byEdition, byCopy, byTurns] = [new ByEdition(), new ByCopy(), new ByTurns()];
const edit = (lines) => {
  first.set(lines);
  void byEdition.update(first);
  second.set(lines);
  void byCopy.update(second);
  void byTurns.change(third, lines);
};
setTimeout(edit, 1, ['One.', 'Two']);
setTimeout(edit, 90, ['Three', 'Four.']);

// Each waits for the one before it.
async function readAloud(page) {
  const text = page.text();
  const found = await proof(text);
  page.marks.push(...found.map((at) => page.line(at)));
}
for (const lines of [['Five', 'Six.'], ['Seven.', 'Eight']]) {
  fourth.set(lines);
  await readAloud(fourth);
}
await sleep(150);
console.log([first, second, third, fourth].map((page) => page.marks.length).join(' '));
