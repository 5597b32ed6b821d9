/** Index types: a row number in a table of the trace, or NONE. */

/** Missing index in a column. */
export const NONE = -1;

export type ProcessIndex = number;
export type ThreadIndex = number;
/** A promise or other async resource. */
export type TaskIndex = number;
/** One uninterrupted piece of execution. */
export type SegmentIndex = number;
/** One call of an async function or of a watched callback. */
export type ActivationIndex = number;
export type SuspensionIndex = number;
export type LocationIndex = number;
export type AccessIndex = number;
export type SiteIndex = number;
export type FunctionIndex = number;
export type VariableIndex = number;
export type LockIndex = number;
export type RequestIndex = number;
export type StringIndex = number;
