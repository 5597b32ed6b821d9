'use strict';
class Box {
  constructor(lookup) {
    this.lookup = lookup;
    this.text = '';
    this.found = [];
  }
  async type(text) {
    this.text = text;
    const found = await this.lookup(text);
    if (text === this.text) this.found = found;
  }
}
module.exports = { Box };
