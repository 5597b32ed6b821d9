// expect: lock.not-released 25 exit 0
// Who finds nothing to sell goes without leaving.
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
    if (name === '') return done();
    shop.sold.push(name);
    shop.leave();
    done();
  });
};
sell('tea', () => sell('', () => setTimeout(() => sell('rice', () => console.log(shop.sold.join())), 5)));
