'use strict';
/** What the kitchen cooks today. */
class Menu {
  constructor() {
    this.dishes = ['soup'];
  }
  change(dishes) {
    this.dishes = dishes;
  }
  list() {
    return this.dishes.join(';');
  }
  dish(at) {
    return this.dishes[at];
  }
}
module.exports = { Menu };
