// Schemas with bodies that they take and bodies that their JSON Schema must refuse; without the latter it may be laxer than zod.

/** By name: [schema, bodies that zod takes, bodies that are refused]. */
export function table(z) {
  const shared = z.string().regex(/^[a-f]+$/i);
  const node = z.lazy(() => z.object({ 'a/b': z.array(node).optional(), n: z.number() }));
  const numbers = { One: 1, Two: 2, 1: 'One', 2: 'Two' };
  return {
    text: [z.string().min(2).max(5), ['ab', '😀', 'abcde'], ['', 'a', 'abcdef', 1]],
    length: [z.string().length(2), ['ab', '😀'], ['a', 'abc']],
    regex: [z.string().regex(/^[\w\-.]+@\w{2}$/), ['a-b.c@de'], ['a@b']],
    regexOfAnyCase: [z.string().regex(/^abc[d-f]\d\D$/i), ['ABCE1x', 'abcd1-'], ['abx', 'ABCE11']],
    regexOfLines: [z.string().regex(/^b.c$/ms), ['a\nb\nc\nd']],
    regexOfUnicode: [z.string().regex(/^\p{Lu}.$/u), ['É😀'], ['é1']],
    needlessEscapes: [z.string().regex(/^\-\_\@[\@\-x]$/), ['-_@x', '-_@-'], ['-_@y']],
    strangeRanges: [z.string().regex(/^[Z-~][a-z-9]$/i), ['AA', 'b-', '~9']],
    trimmed: [z.string().trim().min(1).max(3).regex(/^a/), [' abc '], [1]],
    boundBeforeTrim: [z.string().max(4).trim().min(1), [' ab '], ['     ']],
    lowered: [z.string().toLowerCase().regex(/^ab$/), ['AB'], [null]],
    loweredPrefix: [z.string().toUpperCase().startsWith('AB').email(), ['ab@c.de']],
    lengthens: [z.string().toLowerCase().min(2), ['İ']],
    affixes: [z.string().startsWith('W.').endsWith('é😀').includes('w+'), ['W.w+é😀'], ['Ww+é😀', 'W.ww+é']],
    includesFrom: [z.string().includes('b', { position: 1 }), ['xxb'], ['xx']],
    email: [z.string().email(), ["A.o'b+c@Ex-1.Org"], ['a', 'a..b@c.de', '.a@b.cd']],
    uuid: [z.string().uuid(), ['6BA7B810-9dad-41d1-80b4-00c04fd430c8'], ['6ba7b810', '6ba7b8109dad41d180b400c04fd430c8']],
    datetime: [z.string().datetime({ offset: true, precision: 3 }), ['2024-02-29T10:00:00.123Z', '2024-02-29T10:00:00.123+01:00'], ['2024-02-29T10:00:00Z', 'now']],
    localTime: [z.string().datetime({ local: true }), ['2024-02-29T10:00:00'], ['2024-02-30T10:00:00']],
    url: [z.string().url(), ['HTTP://a b@x/ü', 'mailto:a']],
    oneOfManyKinds: [z.union([z.string().cuid(), z.string().cuid2(), z.string().ulid(), z.string().nanoid(), z.string().emoji()]),
      ['Cjld2cjxh0000qzrm', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '👩‍💻'], ['-', 'A B']],
    number: [z.number().min(-1).max(7).multipleOf(0.5), [-1, 6.5], [-2, 8, 0.3, '1']],
    integer: [z.number().int().positive(), [1, 3.0], [0, 1.5]],
    bounds: [z.number().gt(1).gte(0).lt(9).lte(20), [2, 8.9], [30]],
    coerced: [z.object({ n: z.coerce.number().min(1), d: z.coerce.date(), s: z.coerce.string().min(1) }), [{ n: '5', d: 1, s: true }, { n: true, d: '2020-01-01' }], [1]],
    coercedOrNull: [z.object({ a: z.coerce.number().nullable(), b: z.union([z.coerce.number(), z.string()]) }), [{ a: '5', b: true }]],
    optional: [z.object({ a: z.string().optional(), b: z.number().nullish(), c: z.boolean().nullable() }), [{ c: null }, { a: 'x', b: null, c: true }], [{}, { a: null, c: null }]],
    defaults: [z.object({ a: z.string().default('x'), b: z.array(z.number()).default([]), c: z.date().default(new Date(0)) }), [{}, { a: 'y' }], [{ a: 1 }]],
    defaultOfOptional: [z.object({ a: z.enum(['low', 'high']).optional().default('low'), b: z.boolean().optional().default(true).describe('b') }), [{}, { a: 'high', b: false }], [{ a: 'x' }, { b: 1 }, { a: null }]],
    caught: [z.object({ a: z.number().catch(1), b: z.string().min(3).catch('abc').optional() }), [{}, { a: 'x', b: 1 }]],
    anything: [z.object({ a: z.any(), b: z.unknown(), c: z.union([z.string(), z.undefined()]), d: z.preprocess((value) => value ?? 1, z.number()) }), [{}, { a: null, b: [], c: 'x', d: 2 }], [{ c: 1 }]],
    strict: [z.object({ a: z.number() }).strict(), [{ a: 1 }], [{ a: 1, b: 2 }]],
    loose: [z.object({ a: z.number() }).passthrough(), [{ a: 1, b: 2 }], [{ b: 2 }]],
    stripped: [z.object({ a: z.number() }).strip(), [{ a: 1, b: 2 }], [{}]],
    rest: [z.object({ a: z.number() }).catchall(z.string()), [{ a: 1, b: 'x' }], [{ a: 1, b: 2 }]],
    partial: [z.object({ a: z.number(), b: z.object({ c: z.string() }) }).partial().required({ a: true }), [{ a: 1 }, { a: 1, b: { c: '' } }], [{}]],
    union: [z.union([z.string(), z.number().min(3), z.null()]), ['x', 3, null], [1, true]],
    discriminated: [z.discriminatedUnion('t', [z.object({ t: z.literal('a'), x: z.number() }), z.object({ t: z.literal('b') }).strict()]),
      [{ t: 'a', x: 1 }, { t: 'b' }], [{ t: 'c' }, { t: 'a' }]],
    intersection: [z.intersection(z.object({ a: shared }), z.object({ b: shared, c: z.object({ d: shared }) })), [{ a: 'A', b: 'b', c: { d: 'F' } }], [{ a: 'a' }]],
    nestedIntersection: [z.object({ a: shared }).and(z.object({ b: shared })).and(z.object({ c: shared, d: shared })), [{ a: 'A', b: 'B', c: 'C', d: 'D' }], [{ a: 'a' }]],
    shared: [z.object({ a: shared, b: shared.describe('b'), 'c/d': shared, e: z.array(shared), f: z.union([shared, z.number()]) }), [{ a: 'A', b: 'B', 'c/d': 'C', e: ['D'], f: 'E' }]],
    record: [z.record(z.string().regex(/^k/i), z.number()), [{}, { K1: 1 }], [{ x: 1 }, { k: 'x' }]],
    recordOfTrimmed: [z.record(z.string().trim().max(2), z.number()), [{ ' ab ': 1 }], [{ a: 'x' }]],
    recordOfAny: [z.record(z.string(), z.any()), [{ a: null }], [1]],
    tuple: [z.tuple([z.string(), z.number()]), [['a', 1]], [[1, 'a']]],
    tupleWithRest: [z.tuple([z.string()]).rest(z.number()), [['a'], ['a', 1, 2]], [['a', 'b']]],
    array: [z.array(z.number()).min(1).max(3), [[1], [1, 2, 3]], [[], [1, 2, 3, 4], ['x']]],
    literals: [z.union([z.literal('a'), z.literal(1), z.literal(true), z.literal(null)]), ['a', 1, true, null], ['b', 2, false]],
    nothing: [z.object({ a: z.literal(null), b: z.null(), c: z.literal(undefined), d: z.undefined() }), [{ a: null, b: null }], [{ a: {}, b: null }]],
    enumeration: [z.enum(['a', 'b']).exclude(['b']), ['a'], ['b']],
    nativeEnumeration: [z.nativeEnum(numbers), [1, 2], [3, 'One']],
    refined: [z.object({ a: z.string().refine((text) => text !== 'x'), b: z.number() }).superRefine(() => {}), [{ a: '', b: 0 }], [{ a: 1, b: 0 }]],
    transformed: [z.string().transform((text) => text.length).pipe(z.number().min(2)), ['ab'], [2]],
    unionOfKinds: [z.object({ result: z.union([z.number(), z.string(), z.array(z.string())]) }), [{ result: 0 }, { result: '' }, { result: [] }], [{}, { result: null }, { result: [1] }]],
    big: [z.object({ a: z.bigint().optional(), b: z.union([z.bigint(), z.literal(5n), z.number()]) }), [{ b: 1 }]],
    recursive: [node, [{ n: 1 }, { n: 1, 'a/b': [{ n: 2, 'a/b': [] }] }], [{ n: 1, 'a/b': [{}] }]],
    recursiveInside: [z.object({ root: node, other: node.optional() }), [{ root: { n: 1, 'a/b': [{ n: 2 }] } }], [{ root: {} }]],
    branded: [z.string().min(1).brand('b'), ['a'], ['']],
    readonly: [z.object({ a: z.array(z.string()).readonly() }).readonly(), [{ a: ['x'] }], [{ a: [1] }]],
  };
}

/** The same of what only zod 3 has. */
export function tableOf3(z) {
  return {
    ...table(z),
    recordOfValues: [z.object({ a: z.record(z.any()), b: z.record(z.number()).optional() }), [{ a: {} }, { a: { x: null, y: [1] }, b: { z: 1 } }], [{}, { a: 1 }, { a: {}, b: { z: 'x' } }]],
  };
}

/** The same of what only zod 4 has. */
export function tableOf4(z) {
  return {
    ...table(z),
    formats: [z.object({ a: z.email(), b: z.uuidv4(), c: z.iso.date(), d: z.iso.time(), e: z.ipv4() }),
      [{ a: 'a@b.cd', b: '6BA7B810-9dad-41d1-80b4-00c04fd430c8', c: '2024-02-29', d: '10:00', e: '1.2.3.4' }]],
    addresses: [z.ipv6(), ['::1', '::ffff:1.2.3.4']],
    networks: [z.cidrv6(), ['::/0', '::ffff:1.2.3.4/96']],
    encoded: [z.base64(), ['YWJj', 'YWJj    ']],
    ownEmail: [z.email({ pattern: /^x@y$/i }), ['X@Y'], ['x@z']],
    trimmedEmail: [z.email().trim().max(3).or(z.string().normalize().max(1)), ['e\u0301']],
    ownFormat: [z.stringFormat('even', (text) => text.length % 2 === 0), ['ab'], [1]],
    template: [z.templateLiteral([z.number(), z.enum(['px', 'em'])]), ['5px', '1.5em'], ['px']],
    booleans: [z.literal([true, false]), [true, false], ['true', null]],
    mixedLiterals: [z.literal(['a', 1, null]), ['a', 1, null], ['b']],
    recordOfNumbers: [z.record(z.literal([1, 2]), z.string()), [], [{ 1: 1 }]],
    partialRecord: [z.partialRecord(z.enum(['a', 'b']), z.number()), [{}, { a: 1 }], [{ c: 1 }]],
    overwritten: [z.object({ n: z.number().overwrite(Math.round).int().min(1), l: z.array(z.number()).overwrite((list) => list.slice(0, 1)).max(1) }), [{ n: 0.7, l: [1, 2] }], [{ n: 'x', l: [] }]],
    prefaulted: [z.object({ a: z.string().min(1).prefault('x') }), [{}, { a: 'y' }], [{ a: 1 }]],
    success: [z.success(z.string()), ['a']],
    stringBoolean: [z.stringbool(), ['yes', 'FALSE'], [true]],
    sharedPreprocess: [sharedPreprocess(z), [{ a: '1', b: '2' }]],
    required: [z.object({ a: z.string().optional().nonoptional() }), [{ a: '' }], [{}]],
    integers: [z.object({ a: z.int(), b: z.int32(), c: z.float32() }), [{ a: 1, b: -1, c: 1.5 }], [{ a: 1.5, b: 1, c: 1 }]],
    optionalTail: [z.tuple([z.string(), z.number().optional()]), [['a'], ['a', 1]], [['a', 'b']]],
  };
}

function sharedPreprocess(z) {
  const number = z.preprocess(Number, z.number());
  return z.object({ a: number, b: number.describe('b') });
}
