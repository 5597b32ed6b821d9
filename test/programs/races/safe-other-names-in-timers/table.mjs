const rows = [];
export const findByName = (name) => new Promise((resolve) => setTimeout(() => resolve(rows.find((row) => row.name === name)), 20));
export const insert = (row) =>
  new Promise((resolve) => {
    setTimeout(() => resolve(rows.push(row)), 20);
  });
