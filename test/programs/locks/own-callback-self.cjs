// expect: lock.self-deadlock 34 exit 0
// What is done under the lock asks for it again.
class Shop {
  constructor() {
    this.closed = false;
    this.people = [];
    this.sold = [];
  }
  enter(callback) {
    if (this.closed) {
      this.people.push(callback);
      return;
    }
    this.closed = true;
    process.nextTick(callback);
  }
  leave() {
    const next = this.people.shift();
    if (next) process.nextTick(next);
    else this.closed = false;
  }
}
const shop = new Shop();
const sell = (name, done) => {
  shop.enter(() => {
    shop.sold.push(name);
    shop.leave();
    done();
  });
};
const serve = (names, done) => {
  shop.enter(() => {
    setTimeout(() => {
      shop.enter(() => {
        shop.sold.push(...names);
        shop.leave();
        shop.leave();
        done();
      });
    }, 2);
  });
};
sell('tea', () => serve(['milk', 'rice'], () => console.log(shop.sold.join())));
