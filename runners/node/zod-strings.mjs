// Checks of zod's strings as JSON Schema, which counts characters and not UTF-16 units, and has one kind of pattern, with the flag u.

/**
 * @param {{ min?: number, max?: number, patterns?: (RegExp | undefined)[] }} checks
 * @returns {object} a schema that takes every string that passes them
 */
export function stringSchema({ min = 0, max = Infinity, patterns = [] }) {
  const sources = [...new Set(patterns.map(patternOf).filter((source) => source !== undefined))];
  return {
    type: 'string',
    ...(min > 0 && minLength(min)),
    ...(max < Infinity && { maxLength: max }),
    ...(sources.length === 1 && { pattern: sources[0] }),
    ...(sources.length > 1 && { allOf: sources.map((pattern) => ({ pattern })) }),
  };
}

export const literal = (text) => new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'u');
export const prefix = (text) => new RegExp(`^${literal(text).source}`, 'u');
export const suffix = (text) => new RegExp(`${literal(text).source}$`, 'u');

// An emoji is one character and two units: two of zod's make it up.
function minLength(units) {
  return units === 1
    ? { minLength: 1 }
    : { minLength: Math.ceil(units / 2), if: { pattern: '^[\\u0000-\\ud7ff\\ue000-\\uffff]*$' }, then: { minLength: units } };
}

/** The expression with the flag u and no other, or undefined where it cannot be said so. */
function patternOf(regex) {
  if (regex === undefined || /[msv]/.test(regex.flags)) {
    return undefined;
  }
  if (regex.unicode) {
    return regex.ignoreCase ? undefined : regex.source;
  }
  const source = rewrite(regex.source, regex.ignoreCase) ?? (regex.ignoreCase ? undefined : regex.source);
  return isPattern(source) ? source : undefined;
}

function isPattern(source) {
  try {
    return source !== undefined && new RegExp(source, 'u') !== null;
  } catch {
    return false;
  }
}

const token = /(?<kept>\\[dDwWsSbBnrtfv^$\\.*+?()[\]{}|/]|\(\?(?:[:=!]|<[=!]))|\\(?<needless>[-_@#%&~`'",:;<=> !])|\[(?<negated>\^?)(?<members>(?:\\.|[^\]\\])*)\]|(?<letter>[A-Za-z])|(?<other>[\0-Z\]-\x7f])/y;
// A dash is itself at either end, and after a range or a class.
const member = /(?<kept>\\[dDwWsS]|[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9])(?<dash>-?)|(?<range>[^\\]-[^\\])|\\(?<escaped>[-nrtfv^$\\.*+?()[\]{}|/])(?!-.)|\\(?<needless>[_@#%&~`'",:;<=> !])(?!-.)|(?<other>[\0-,.-[\]-\x7f]|^-|-$)/y;

/** Escapes that the flag u refuses are taken away, and letters are said in both cases where case does not matter. */
function rewrite(source, ignoreCase) {
  const letters = ignoreCase ? inBothCases : (text) => text;
  return replaceAll(source, token, ({ kept, needless, negated, members, letter, other }) => {
    if (members !== undefined) {
      const inside = rewriteClass(members, letters, ignoreCase);
      return inside === undefined ? undefined : `[${negated}${inside}]`;
    }
    return letter !== undefined && ignoreCase ? `[${letters(letter)}]` : kept ?? needless ?? letter ?? other;
  });
}

function rewriteClass(members, letters, ignoreCase) {
  return replaceAll(members, member, ({ kept, dash, range, escaped, needless, other }) => {
    if (range !== undefined) {
      return ignoreCase ? undefined : range;
    }
    return kept === undefined ? (escaped && `\\${escaped}`) ?? needless ?? letters(other) : letters(kept) + (dash && '\\-');
  });
}

function inBothCases(text) {
  return /^[a-z](-[a-z])?$/i.test(text) ? text.toLowerCase() + text.toUpperCase() : text;
}

/** Undefined when something is in between the tokens. */
function replaceAll(text, expression, replace) {
  let result = '';
  for (let at = 0; at < text.length; at = expression.lastIndex) {
    expression.lastIndex = at;
    const match = expression.exec(text);
    const replaced = match === null ? undefined : replace(match.groups);
    if (replaced === undefined) {
      return undefined;
    }
    result += replaced;
  }
  return result;
}
