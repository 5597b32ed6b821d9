'use strict';

const beds = [];

exports.add = (name, ward) => beds.push({ name, ward, isFree: true });
exports.freeOn = (ward) => beds.filter((bed) => bed.ward === ward && bed.isFree);
exports.occupy = (name) => {
  const bed = beds.find((one) => one.name === name);
  bed.isFree = false;
};
