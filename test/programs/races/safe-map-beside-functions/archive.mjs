const shelves = {};

export function get(key) {
  return shelves[key];
}

export function set(key, text) {
  shelves[key] = text;
}
