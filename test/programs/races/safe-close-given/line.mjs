let line = null;
export const open = () => {
  line = { sent: [], send: (text) => line.sent.push(text) };
};
export const current = () => line;
export const close = () => {
  line = null;
};
