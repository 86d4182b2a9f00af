export const config = {
  type: 'event',
  name: 'StampPostcard',
  flows: ['postcards'],
  subscribes: ['postcard.written'],
  emits: ['postcard.stamped'],
}

export const handler = async (postcard, { emit, state }) => {
  const stamps = await state.update('postcards', 'stamps', [{ type: 'increment', path: '', by: 1 }])
  await emit({ topic: 'postcard.stamped', data: { ...postcard, stamp: stamps, through: [...postcard.through, 'JavaScript'] } })
}
