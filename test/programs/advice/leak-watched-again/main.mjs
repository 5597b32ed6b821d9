// expect: handle.leak main.mjs:13
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';

const file = new URL(import.meta.url);
class Rules {
  isOld = true;

  async current() {
    if (this.isOld) {
      this.text = await readFile(file, 'utf8');
      // The rule that is read next is always old: the list is made anew each time.
      this.watcher = watch(file, { persistent: false }, () => (this.isOld = true));
    }
    return this.text;
  }
}
const rules = new Rules();
let length = 0;
for (let i = 0; i < 24; i++) length += (await rules.current()).length;
console.log(length > 0);
