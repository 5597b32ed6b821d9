'use strict';

exports.openShelf = (stock) => {
  const copies = new Map(Object.entries(stock));
  return {
    get(title, callback) {
      if (!copies.has(title)) return void setImmediate(callback, new Error(`no ${title}`));
      setImmediate(() => callback(null, copies.get(title)));
    },
    put(title, count, callback) {
      setTimeout(() => {
        copies.set(title, count);
        callback(null);
      }, 3);
    },
  };
};
