export const map = new Map();
