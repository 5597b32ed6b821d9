'use strict';

const beds = [];

exports.add = (name, ward) => beds.push({ name, ward, isFree: true });
exports.freeOn = (ward) => beds.filter((bed) => bed.isFree && bed.ward === ward);
exports.occupy = (name) => {
  const bed = beds.find((one) => one.name === name);
  bed.isFree = false;
};
