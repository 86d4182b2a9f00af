// The npm client for browsers, in a page: `follow` subscribes to a group and shows its list in the page as JSON, `cut` drops the connection as a network does.
import { Stream } from '@motiadev/stream-client-browser'

window.follow = (streamName, groupId) => {
  const stream = new Stream(`ws://${location.host}`)
  const show = (list) => (document.querySelector('#list').textContent = JSON.stringify(list))
  const subscription = stream.subscribeGroup(streamName, groupId)
  subscription.addChangeListener(show)
  subscription.onEvent('typing', (data) => (document.querySelector('#event').textContent = data))
  window.cut = () => stream.ws.close()
}
