// The book of a registry: its last number is given when it is laid out.
module.exports = (shelf) => {
  shelf.lay('book', { last: 1000 });
};
