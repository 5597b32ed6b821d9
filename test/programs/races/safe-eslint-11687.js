// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
class A {
  async f() {
    try {
      this.foo = 1;
    } catch (e) {
      this.foo = null;
      await delay(1);
    }
  }
}
async function rename(thing, name) {
  await 0;
  thing.name = name;
}
const a = new A();
const t = { name: '' };
Promise.all([a.f(), a.f(), rename(t, 'a'), rename(t, 'b')]).then(() => console.log(t.name));
