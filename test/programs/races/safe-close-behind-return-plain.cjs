// expect: nothing
'use strict';
// The book is closed when the work has settled; and who comes to a book that is closed is told so, and takes another one.
function openBook() {
  let isOpen = true;
  const entries = [];
  return {
    async enter(amount) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (!isOpen) throw new Error('the book is closed');
      entries.push(amount);
      return entries.length;
    },
    size() {
      if (!isOpen) throw new Error('the book is closed');
      return entries.length;
    },
    close() {
      isOpen = false;
    },
  };
}

function inBook(work) {
  const book = openBook();
  return work(book).finally(() => book.close());
}

function sizeOf(book) {
  try {
    return count(book);
  } finally {
    book.close();
  }
}

function count(book) {
  return book.size();
}

inBook(async (book) => {
  await book.enter(12);
  return book.enter(-4);
}).then(async (n) => {
  const book = openBook();
  await book.enter(3);
  console.log(n, sizeOf(book));
  await new Promise((resolve) => setTimeout(resolve, 2));
  try {
    book.size();
  } catch (err) {
    console.log(err.message);
  }
});
