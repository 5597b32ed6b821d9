// expect: race.order.use-after-close 10,15
'use strict';
// A plain function closes the book behind the work that it gives away; the work is in the middle of it.
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
    close() {
      isOpen = false;
    },
  };
}

function inBook(work) {
  const book = openBook();
  try {
    return work(book);
  } finally {
    book.close();
  }
}

inBook(async (book) => {
  await book.enter(12);
  return book.enter(-4);
}).then(console.log, (err) => console.log('not entered:', err.message));
