// expect: nothing
'use strict';
// Async functions as Babel writes them for engines without.
const { setTimeout: sleep } = require('node:timers/promises');
function asyncGeneratorStep(n, t, e, r, o, a, c) { try { var i = n[a](c), u = i.value; } catch (n) { return void e(n); } i.done ? t(u) : Promise.resolve(u).then(r, o); }
function _asyncToGenerator(n) { return function () { var t = this, e = arguments; return new Promise(function (r, o) { var a = n.apply(t, e); function _next(n) { asyncGeneratorStep(a, r, o, _next, _throw, "next", n); } function _throw(n) { asyncGeneratorStep(a, r, o, _next, _throw, "throw", n); } _next(void 0); }); }; }
const price = (item) => sleep(item.length, item.length * 10);
class Basket {
  constructor() {
    this.total = 0;
  }
  add(item) {
    var _this = this;
    return _asyncToGenerator(function* () {
      const more = yield price(item);
      _this.total += more;
    })();
  }
}
let left = 20;
function take(_x) {
  return _take.apply(this, arguments);
}
function _take() {
  _take = _asyncToGenerator(function* (n) {
    yield price('x'.repeat(n));
    left -= n;
  });
  return _take.apply(this, arguments);
}
const basket = new Basket();
Promise.all([basket.add('tea'), basket.add('milk'), take(2), take(3)]).then(() => console.log(basket.total > 0, left < 20));
