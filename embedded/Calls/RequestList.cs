namespace Motia.Embedded.Calls;

/// <summary>Requests in order, linked through themselves. The owner's lock guards it.</summary>
internal struct RequestList(RequestPlace place)
{
    private Request? _last;

    internal Request? First { get; private set; }

    internal int Count { get; private set; }

    internal void Add(Request request)
    {
        request.Place = place;
        request.Previous = _last;
        if (_last is null)
        {
            First = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
        Count++;
    }

    internal void Remove(Request request)
    {
        if (request.Previous is null)
        {
            First = request.Next;
        }
        else
        {
            request.Previous.Next = request.Next;
        }

        if (request.Next is null)
        {
            _last = request.Previous;
        }
        else
        {
            request.Next.Previous = request.Previous;
        }

        request.Place = RequestPlace.None;
        request.Previous = request.Next = null;
        Count--;
    }

    /// <summary>Finds the requests whose deadline has passed and takes out those that have not started.</summary>
    /// <returns>The earliest deadline of the others.</returns>
    internal long Expire(long now, ref List<Request>? late)
    {
        var earliest = long.MaxValue;
        for (Request? request = First, next; request is not null; request = next)
        {
            next = request.Next;
            if (request.IsAnswered)
            {
                continue;
            }

            if (request.Deadline > now)
            {
                earliest = Math.Min(earliest, request.Deadline);
                continue;
            }

            (late ??= []).Add(request);
            if (place != RequestPlace.Executing)
            {
                Remove(request);
            }
        }

        return earliest;
    }

    internal void MoveTo(List<Request> all)
    {
        while (First is { } request)
        {
            Remove(request);
            all.Add(request);
        }
    }
}
