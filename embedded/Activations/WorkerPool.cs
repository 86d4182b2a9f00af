using Motia.Embedded.Calls;

namespace Motia.Embedded.Activations;

/// <summary>The activations of one stateless worker grain, side by side.</summary>
internal sealed class WorkerPool(GrainTypeEntry type, string key) : ICallTarget
{
    private readonly Lock _growth = new();
    private Activation[] _workers = [];

    internal IReadOnlyList<Activation> Workers
    {
        get
        {
            // Whoever has just added one must know whether it was seen here.
            lock (_growth)
            {
                return _workers;
            }
        }
    }

    public bool TrySend(Request request)
    {
        if (request.MayRunInline && Activation.Running is null)
        {
            foreach (var worker in Volatile.Read(ref _workers))
            {
                if (worker.TryRunInline(request))
                {
                    return true;
                }
            }
        }

        request.ExpectAnswer();
        while (true)
        {
            var worker = Pick();
            if (worker.TryEnqueue(request))
            {
                return true;
            }

            Remove(worker);
        }
    }

    internal void Remove(Activation worker)
    {
        lock (_growth)
        {
            _workers = [.. _workers.Where(other => !ReferenceEquals(other, worker))];
        }
    }

    private Activation Pick()
    {
        var workers = Volatile.Read(ref _workers);
        if (Array.Find(workers, worker => worker.IsIdle) is { } idle)
        {
            return idle;
        }

        if (workers.Length < type.MaxWorkers)
        {
            lock (_growth)
            {
                if (_workers.Length < type.MaxWorkers)
                {
                    type.ThrowUnlessRunning();
                    var worker = new Activation(type, key, this);
                    _workers = [.. _workers, worker];
                    type.KillIfTooLate(worker);
                    return worker;
                }
            }
        }

        return Volatile.Read(ref _workers).MinBy(worker => worker.WaitingCount) ?? Pick();
    }
}
