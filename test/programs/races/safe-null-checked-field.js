// expect: nothing
'use strict';
class Cache {
  constructor() {
    this.index = null;
    this.warm();
  }
  async warm() {
    await new Promise((r) => setTimeout(r, 10));
    this.index = new Map([['a', 1]]);
  }
  get(k) {
    if (!this.index) return 'cold';
    return this.index.get(k);
  }
  size() {
    return this.index?.size ?? 0;
  }
}
const c = new Cache();
setTimeout(() => console.log(c.get('a'), c.size()), 300);
