const pages = {};

export function read(name) {
  return pages[name];
}

export function write(name, length) {
  pages[name] = length;
}
