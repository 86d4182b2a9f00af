const MaxLength = 64 * 1024;

/** Text of people's errors and logs, at a length that a frame's meta can bear. */
export function cut(text) {
  return text.length > MaxLength ? `${text.slice(0, MaxLength)}… (${text.length} characters)` : text;
}
