// expect: none exit 0
// Those that stand in line are let in by who leaves, which leaves it closed for them.
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
      shop.sold.push(...names);
      shop.leave();
      done();
    }, 2);
  });
};
sell('salt', () => {});
sell('tea', () => serve(['milk', 'rice'], () => console.log(shop.sold.join())));
