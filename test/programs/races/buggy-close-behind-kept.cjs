// expect: race.order.use-after-close 9,14
'use strict';
// What the work gives is kept in a variable, and given away when the book is closed.
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
  book.close();
  return entered;
}

inBook(async (book) => {
  await book.enter(12);
  return book.enter(-4);
}).then(console.log, (err) => console.log('not entered:', err.message));
