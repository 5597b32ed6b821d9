// A cache of its own file: its users say under which key, and for how long.
const entries = new Map();
exports.get = (key) => entries.get(key);
exports.put = (key, value, seconds) => {
  entries.set(key, value);
  setTimeout(() => entries.delete(key), seconds * 1000).unref();
};
