// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let pending = null;
function load() {
  return pending || (pending = delay(2, 'config'));
}
async function get() {
  return await load();
}
class Lazy {
  value() {
    this.promise ??= delay(1, 7);
    return this.promise;
  }
}
const lazy = new Lazy();
Promise.all([get(), get(), lazy.value(), lazy.value()]).then((all) => console.log(all.join(' ')));
