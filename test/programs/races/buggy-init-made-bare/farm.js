'use strict';
class Farm {
  constructor(name) {
    this.name = name;
    this.stalls = null;
  }
}

const farm = new Farm('Hill');

exports.build = async function build() {
  await new Promise((resolve) => setTimeout(resolve, 20));
  farm.stalls = { north: 12, south: 9 };
};

exports.farm = farm;
