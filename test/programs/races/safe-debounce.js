// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
class Saver {
  constructor() { this.dirty = false; this.saving = null; this.saves = 0; }
  touch() { this.dirty = true; this.saving ??= this.loop().finally(() => { this.saving = null; }); return this.saving; }
  async loop() { while (this.dirty) { this.dirty = false; await delay(3); this.saves++; } }
}
const s = new Saver();
s.touch(); s.touch();
setTimeout(() => s.touch(), 1);
setTimeout(() => console.log(s.saves > 0, s.dirty), 840);
