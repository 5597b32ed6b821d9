// expect: lock.not-released 9,8 exit 13
// An empty document leaves the flag set: those that wait for the event that nobody sends any more stay where they are.
import { EventEmitter, once } from 'node:events';
class Renderer {
  bus = new EventEmitter();
  busy = false;
  async render(doc) {
    while (this.busy) await once(this.bus, 'free');
    this.busy = true;
    await null;
    if (!doc) return '';
    this.busy = false;
    this.bus.emit('free');
    return `<p>${doc}</p>`;
  }
}
const renderer = new Renderer();
const out = await Promise.all(['a', 'b', '', 'c'].map((doc) => renderer.render(doc)));
console.log(out.join(''));
