/** What the manifest says a setting can be. Pure. */

export interface SettingSchema {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly unknown[];
}

/** Numbers out of bounds are taken as the bound that they pass; they are no slip. */
export function isAllowed({ type, enum: values }: SettingSchema, value: unknown): boolean {
  if (values) return values.includes(value);
  switch (type) {
    case 'integer':
      return Number.isFinite(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
