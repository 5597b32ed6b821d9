export const check = (text) => text.length < 40;
