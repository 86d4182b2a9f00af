/**
 * The `req` of an api handler. Text is decoded and parsed when it is first looked at.
 * @param {object} meta the call's
 * @param {Buffer} bytes the message's body
 */
export function apiRequest(meta, bytes) {
  let text;
  let body;
  let isRead = false;
  const rawBody = () => (text ??= textKinds.has(meta.bodyKind) ? bytes.toString() : '');
  const req = {
    pathParams: meta.pathParams,
    queryParams: meta.queryParams,
    headers: meta.headers,
    get body() {
      if (!isRead) {
        body = readBody(meta, bytes, rawBody);
        isRead = true;
      }
      return body;
    },
    set body(value) {
      body = value;
      isRead = true;
    },
    get rawBody() { return rawBody(); },
    set rawBody(value) { text = value; },
  };
  if (meta.bodyKind === 'multipart') {
    req.files = files(meta.files, bytes);
  }
  return req;
}

const textKinds = new Set(['json', 'text', 'form']);

function readBody(meta, bytes, rawBody) {
  switch (meta.bodyKind) {
    case 'json': return JSON.parse(rawBody());
    case 'text': return rawBody();
    case 'form':
    case 'multipart': return meta.fields;
    // A copy: the message's memory is shared with other messages.
    case 'bytes': return Buffer.from(bytes);
    default: return {};
  }
}

function files(descriptions, bytes) {
  let start = 0;
  return descriptions.map(({ name, filename, contentType, length }) => {
    const end = start + length;
    const file = { name, filename, contentType, bytes: Buffer.from(bytes.subarray(start, end)) };
    start = end;
    return file;
  });
}
