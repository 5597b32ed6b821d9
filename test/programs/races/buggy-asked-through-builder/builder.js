'use strict';
const tables = { pontoons: [] };
const later = (make) => new Promise((resolve) => setTimeout(() => resolve(make()), 20));

module.exports = (name) => {
  let matches = () => true;
  const builder = {
    where(wanted) {
      matches = (row) => Object.entries(wanted).every(([key, value]) => row[key] === value);
      return builder;
    },
    all: () => later(() => tables[name].filter(matches)),
    insert: (row) => later(() => tables[name].push(row)),
  };
  return builder;
};
