// expect: none exit 0
// The flag is cleared whatever the document is.
import { EventEmitter, once } from 'node:events';
class Renderer {
  bus = new EventEmitter();
  busy = false;
  async render(doc) {
    while (this.busy) await once(this.bus, 'free');
    this.busy = true;
    await null;
    this.busy = false;
    this.bus.emit('free');
    return doc && `<p>${doc}</p>`;
  }
}
const renderer = new Renderer();
const out = await Promise.all(['a', 'b', '', 'c'].map((doc) => renderer.render(doc)));
console.log(out.join(''));
