process.on('message', ({ title, pages }) => {
  setTimeout(() => process.send({ title, sheets: Math.ceil(pages / 2) }), 25 * pages);
});
