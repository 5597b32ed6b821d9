const loans = new Map();

export const loansOf = (reader) => loans.get(reader) ?? 0;

export function noteLoan(reader) {
  loans.set(reader, loansOf(reader) + 1);
}
