class Node {
  constructor(value) {
    this.value = value;
  }
}

exports.Slot = class Slot {
  constructor(value) {
    this.node = new Node(value);
  }

  read() {
    return this.node.value;
  }

  store(value) {
    this.node = new Node(value);
  }
};

exports.Members = class Members {
  constructor(limit) {
    this.limit = limit;
    this.names = new Set();
  }

  total() {
    return this.names.size;
  }

  add(name) {
    this.names.add(name);
  }

  leave(name) {
    this.names.delete(name);
  }
};
