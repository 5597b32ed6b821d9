let shown = null;
export const show = (rows) => {
  shown = rows;
};
export const rowsShown = () => shown;
