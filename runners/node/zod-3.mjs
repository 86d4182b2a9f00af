/** The JSON Schema of what a zod 3 schema takes, whichever copy of zod 3 made it. */
export async function fromZod3(schema) {
  // Most projects have no zod 3; they need not wait for it.
  const { ignoreOverride, zodToJsonSchema } = await import('zod-to-json-schema');
  return zodToJsonSchema(schema, {
    pipeStrategy: 'input',
    effectStrategy: 'input',
    // Objects drop unknown members unless they are strict, as in zod 4's own conversion.
    removeAdditionalStrategy: 'strict',
    override: (def) => (takesAnyInput(def) ? describedAny(def) : ignoreOverride),
  });
}

// What JSON cannot bring (dates, big integers) is not narrowed either, as zod 4's `unrepresentable: 'any'` has it.
const takesAnyInput = (def) => def.coerce === true || ['ZodCatch', 'ZodDate', 'ZodBigInt'].includes(def.typeName)
  || (def.typeName === 'ZodEffects' && def.effect.type === 'preprocess');
const describedAny = (def) => (def.description === undefined ? {} : { description: def.description });
