/** What a JSON value must be. */
export type Shape =
  | { is: 'text'; oneOf?: readonly string[]; like?: RegExp; so?: string }
  | { is: 'flag' | 'number' }
  | { is: 'whole'; oneOf?: readonly number[]; atLeast?: number }
  | { is: 'list'; of: Shape; atLeast?: number; atMost?: number }
  | { is: 'object'; fields: Record<string, Shape>; required?: readonly string[]; others?: 'taken' }
  | { is: 'anything' };

/**
 * What does not fit: where, and what it should be (“must be one of …”). `isRefused`: a person is asked to change it; what is
 * not, is changed for them.
 */
export type Misfit = { path: string; message: string; isRefused: boolean };

/** A value as far as it fits; `undefined` when nothing of it does. */
export type Fitted = { value: unknown; misfits: Misfit[] };

/**
 * Returns a value without what does not fit its shape, and what that was. A text fits where a list of texts is asked for; a
 * number below `atLeast` is raised.
 * @param path of the value, in messages
 */
export function fitShape(value: unknown, shape: Shape, path: string): Fitted {
  const misfit = (message: string): Fitted => ({ value: undefined, misfits: [refused(path, message)] });
  switch (shape.is) {
    case 'anything':
      return { value, misfits: [] };
    case 'flag':
      return typeof value === 'boolean' ? { value, misfits: [] } : misfit('must be true or false');
    case 'number':
      return typeof value === 'number' ? { value, misfits: [] } : misfit('must be a number');
    case 'whole':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return misfit('must be a whole number');
      if (shape.oneOf && !shape.oneOf.includes(value))
        return misfit(`must be one of ${shape.oneOf.join(', ')}`);
      return raise(value, shape.atLeast ?? value, path);
    case 'text':
      if (typeof value !== 'string') return misfit('must be text');
      if (shape.oneOf && !shape.oneOf.includes(value)) return misfit(`must be ${listed(shape.oneOf)}`);
      if (shape.like && !shape.like.test(value)) return misfit(shape.so ?? 'has another form');
      return { value, misfits: [] };
    case 'list':
      return fitList(value, shape, path);
    case 'object':
      return fitObject(value, shape, path);
  }
}

const refused = (path: string, message: string): Misfit => ({ path, message, isRefused: true });

/** Returns a number, or the least one that fits. */
export function raise(value: number, atLeast: number, path: string): Fitted {
  if (value >= atLeast) return { value, misfits: [] };
  const message = `is at least ${atLeast} there, and was raised to it`;
  return { value: atLeast, misfits: [{ path, message, isRefused: false }] };
}

function fitList(value: unknown, shape: Shape & { is: 'list' }, path: string): Fitted {
  const misfit = (message: string): Fitted => ({ value: undefined, misfits: [refused(path, message)] });
  const given = typeof value === 'string' && shape.of.is === 'text' ? [value] : value;
  if (!Array.isArray(given)) return misfit('must be a list');
  const items = given.map((item, index) => fitShape(item, shape.of, `${path}.${index}`));
  const fitting = items.flatMap((item) => (item.value === undefined ? [] : [item.value]));
  const misfits = items.flatMap((item) => item.misfits);
  if (fitting.length < (shape.atLeast ?? 0)) {
    return {
      value: undefined,
      misfits: misfits.length > 0 ? misfits : [refused(path, 'must not be empty')],
    };
  }
  if (shape.atMost !== undefined && fitting.length > shape.atMost) {
    const message = `must have at most ${shape.atMost} ${shape.atMost === 1 ? 'item' : 'items'}`;
    return { value: fitting.slice(0, shape.atMost), misfits: [...misfits, refused(path, message)] };
  }
  return { value: fitting, misfits };
}

function fitObject(value: unknown, shape: Shape & { is: 'object' }, path: string): Fitted {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { value: undefined, misfits: [refused(path, 'must be an object')] };
  }
  const fitting: Record<string, unknown> = {};
  const misfits: Misfit[] = [];
  for (const [name, inner] of Object.entries(value)) {
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (inner === null || inner === undefined) continue;
    if (!field) {
      if (shape.others === 'taken') fitting[name] = inner;
      else misfits.push(refused(`${path}.${name}`, `is not known there: ${fieldNames(shape)}`));
      continue;
    }
    const fitted = fitShape(inner, field, `${path}.${name}`);
    misfits.push(...fitted.misfits);
    if (fitted.value !== undefined) fitting[name] = fitted.value;
  }
  const missing = (shape.required ?? []).filter((name) => !(name in fitting));
  if (missing.length === 0) return { value: fitting, misfits };
  const unnamed = missing.filter((name) => !misfits.some((one) => one.path.startsWith(`${path}.${name}`)));
  return {
    value: undefined,
    misfits: [...misfits, ...unnamed.map((name) => refused(`${path}.${name}`, 'is missing'))],
  };
}

function fieldNames({ fields }: Shape & { is: 'object' }): string {
  const names = Object.keys(fields);
  return names.length > 0 ? `leave it out; there may be ${names.join(', ')}` : 'leave it out';
}

function listed(values: readonly string[]): string {
  if (values.length > 12) return `one of ${values.slice(0, 12).join(', ')}, …`;
  return values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
}
