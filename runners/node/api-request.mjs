/**
 * The `req` of an api handler.
 * @param {object} meta the call's
 * @param {Buffer} bytes the message's body
 */
export function apiRequest({ pathParams, queryParams, headers, bodyKind, formLength }, bytes) {
  const rest = formLength === undefined ? bytes : bytes.subarray(formLength);
  const form = formLength === undefined ? undefined : JSON.parse(bytes.toString('utf8', 0, formLength));
  const rawBody = textKinds.has(bodyKind) ? rest.toString() : '';
  const req = { pathParams, queryParams, headers, body: readBody(bodyKind, rest, rawBody, form), rawBody };
  if (bodyKind === 'multipart') {
    req.files = filesOf(form.files, rest);
  }
  return req;
}

const textKinds = new Set(['json', 'text', 'form']);

function readBody(bodyKind, bytes, text, form) {
  switch (bodyKind) {
    case 'json': return JSON.parse(text);
    case 'text': return text;
    case 'form':
    case 'multipart': return form.fields;
    // A copy: the message's memory is shared with other messages.
    case 'bytes': return Buffer.from(bytes);
    default: return {};
  }
}

function filesOf(descriptions, bytes) {
  let start = 0;
  return descriptions.map(({ name, filename, contentType, length }) => {
    const end = start + length;
    const file = { name, filename, contentType, bytes: Buffer.from(bytes.subarray(start, end)) };
    start = end;
    return file;
  });
}
