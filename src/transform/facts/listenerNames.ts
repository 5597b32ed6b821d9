/** Methods of emitters and event targets. */

/** They add a listener. */
export const ADDS = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener)$/;
/** They take one away: nobody runs it by that. */
export const REMOVES = /^(?:off|removeListener|removeEventListener)$/;
