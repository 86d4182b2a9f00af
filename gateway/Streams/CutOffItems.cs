namespace Motia.Gateway.Streams;

/// <summary>
/// The subscriptions to an item whose client had the item when its connection ended: when it comes back under the same name and the item is gone by then, it is told so; a client that
/// never saw the item hears nothing of its not being there. The oldest are forgotten.
/// </summary>
internal sealed class CutOffItems
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(StreamSubscription To, string Id), LinkedListNode<(StreamSubscription To, string Id)>> _places = [];
    private readonly LinkedList<(StreamSubscription To, string Id)> _oldest = new();

    public void Add(StreamSubscription to, string id)
    {
        lock (_gate)
        {
            if (_places.ContainsKey((to, id)))
            {
                return;
            }

            _places.Add((to, id), _oldest.AddLast((to, id)));
            if (_places.Count > StreamLimits.RememberedItems)
            {
                _places.Remove(_oldest.First!.Value);
                _oldest.RemoveFirst();
            }
        }
    }

    /// <summary>Forgets a subscription.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Remove(StreamSubscription to, string id)
    {
        lock (_gate)
        {
            if (!_places.Remove((to, id), out var place))
            {
                return false;
            }

            _oldest.Remove(place);
            return true;
        }
    }
}
