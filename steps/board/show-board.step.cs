using Motia;

namespace Sample.Board;

/// <summary>GET /board/:board is a page that shows a board as it changes. Open it twice.</summary>
public static class ShowBoard
{
    public static readonly ApiStep Config = new()
    {
        Name = "ShowBoard",
        Method = "GET",
        Path = "/board/:board?",
        Flows = ["board"],
    };

    public static ApiResponse Handler(ApiRequest request) => ApiResponse.Html(200, Page);

    // What the frames are is in docs/steps.md; the packages @motiadev/stream-client-browser and -react do the same.
    private const string Page = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Board</title>
        <style>
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { max-width: 36rem; margin: 2rem auto; padding: 0 1rem; }
        li { margin: .4rem 0; } input { font: inherit; } button { font: inherit; margin-left: .4rem; } #state { opacity: .6; }
        </style></head><body>
        <h1>Board <span id="name"></span></h1>
        <form><input id="text" placeholder="A note" required maxlength="200"> <button>Add</button></form>
        <ul id="notes"></ul>
        <p id="state">connecting …</p>
        <script>
        const board = decodeURIComponent(location.pathname.split('/')[2] || 'main');
        const notes = new Map();
        const element = (id) => document.getElementById(id);
        const url = (id = '', action = '') => `/board/${encodeURIComponent(board)}/notes${id && '/' + id}${action}`;

        function show() {
          element('notes').replaceChildren(...[...notes.values()].map((note) => {
            const item = document.createElement('li');
            item.append(`${note.author}: ${note.text} `);
            for (const [label, method, action] of [[`♥ ${note.likes}`, 'POST', '/like'], ['×', 'DELETE', '']]) {
              const button = document.createElement('button');
              button.textContent = label;
              button.onclick = () => fetch(url(note.id, action), { method });
              item.append(button);
            }
            return item;
          }));
        }

        function connect() {
          const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`);
          socket.onopen = () => socket.send(JSON.stringify({
            type: 'join', data: { streamName: 'notes', groupId: board, subscriptionId: 'page' } }));
          socket.onmessage = (message) => {
            const { type, data, event } = JSON.parse(message.data).event;
            element('state').textContent = event ? event.data.message : 'live';
            if (type === 'sync') { notes.clear(); data.forEach((note) => notes.set(note.id, note)); }
            else if (type === 'delete') notes.delete(data.id);
            else if (type !== 'event') notes.set(data.id, data);
            show();
          };
          socket.onclose = () => { element('state').textContent = 'reconnecting …'; setTimeout(connect, 2000); };
        }

        document.querySelector('form').onsubmit = (submitted) => {
          submitted.preventDefault();
          fetch(url(), { method: 'POST', headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ text: element('text').value, author: 'somebody' }) });
          element('text').value = '';
        };
        element('name').textContent = board;
        connect();
        </script></body></html>
        """;
}
