export const check = (text) => text.split(' ').length > 1;
