// One npm client for a test: `node client.mjs ADDRESS [PROTOCOL…]`. Commands come as lines on stdin, each answer is one line of JSON.
//   group NAME STREAM GROUP | item NAME STREAM GROUP ID   subscribes; every new state is told as [NAME, state], every event as [NAME, "event:TYPE", data]
//   close NAME                                            ends a subscription
//   drop                                                  cuts the connection, as a network does; the client comes back by itself
import { createInterface } from 'node:readline'
import { Stream } from '@motiadev/stream-client-node'

const [address, ...protocols] = process.argv.slice(2)
const stream = new Stream(address, protocols.length > 0 ? { protocols } : undefined)
const subscriptions = new Map()
const tell = (...parts) => process.stdout.write(JSON.stringify(parts) + '\n')

const listen = (name, subscription) => {
  subscriptions.set(name, subscription)
  subscription.addChangeListener((state) => tell(name, state))
  for (const type of ['error', 'typing', 'seen']) {
    subscription.onEvent(type, (data) => tell(name, `event:${type}`, data))
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, name, streamName, groupId, id] = line.split(' ')
  switch (command) {
    case 'group':
      listen(name, stream.subscribeGroup(streamName, groupId))
      break
    case 'item':
      listen(name, stream.subscribeItem(streamName, groupId, id))
      break
    case 'close':
      subscriptions.get(name).close()
      break
    case 'drop':
      stream.ws.ws.terminate()
      break
  }
}

process.exit(0)
