// Takes a while each time that it is asked.
exports.count = () => {
  const words = new Map();
  for (let i = 0; i < 2_500_000; i++) words.set(`word ${i % 5000}`, i);
  return words.size;
};
