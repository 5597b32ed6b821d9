/** Methods of texts, as they were before anybody changed them. */

export const charCodeAt = Function.prototype.call.bind(String.prototype.charCodeAt) as unknown as (text: string, index: number) => number;
