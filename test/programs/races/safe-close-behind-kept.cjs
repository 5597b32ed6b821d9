// expect: nothing
'use strict';
// The book is closed when the work is done.
function openBook() {
  let isOpen = true;
  const entries = [];
  return {
    async enter(amount) {
      if (!isOpen) throw new Error('the book is closed');
      await new Promise((resolve) => setTimeout(resolve, 2));
      return entries.push(amount);
    },
    close() {
      isOpen = false;
    },
  };
}

function inBook(work) {
  const book = openBook();
  const entered = work(book);
  entered.finally(() => book.close());
  return entered;
}

inBook(async (book) => {
  await book.enter(12);
  return book.enter(-4);
}).then(console.log, (err) => console.log('not entered:', err.message));
