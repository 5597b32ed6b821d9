'use strict';
exports.Feeder = class Feeder {
  constructor(sheets) {
    this.sheets = sheets;
  }
  take() {
    this.sheets--;
    return this.sheets >= 0;
  }
};
