using Microsoft.Extensions.Primitives;
using Motia.Gateway.Catalog;
using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>Holds the steps that are loaded now, and tells the gateway when they change.</summary>
internal sealed class StepRegistry : ICatalogSource, IDisposable
{
    private volatile StepSet _current = StepSet.Empty;
    private CancellationTokenSource _change = new();

    public StepSet Steps => _current;

    public CatalogSnapshot Current => _current.Catalog;

    public IChangeToken Changed => new CancellationChangeToken(Volatile.Read(ref _change).Token);

    /// <summary>Puts a prepared set in the place of the one that is loaded.</summary>
    public void Publish(StepSet steps)
    {
        _current = steps;
        using var change = Interlocked.Exchange(ref _change, new());
        change.Cancel();
    }

    /// <summary>Makes the set that is to be loaded next. Of steps with the same name, or the same method and path, and of streams with the same name, the first stays and the others
    /// are errors; what is loaded of these other steps goes on serving if it can.</summary>
    public StepSet Prepare(IEnumerable<LoadedStep> steps, IEnumerable<LoadedStream> streams, IEnumerable<StepError> errors, IEnumerable<StepModule>? guards = null)
    {
        var loaded = _current.Steps;
        var claims = new StepClaims();
        var found = new List<StepError>(errors);

        // What is loaded already goes first, and of that what is as it was: neither a new step nor one that was edited takes its place.
        foreach (var step in steps.OrderBy(step => Rank(step, loaded)))
        {
            if (claims.TryAdd(step) is not { } conflict)
            {
                continue;
            }

            found.Add(new StepError(step.Description.File, step.Config?.Line, conflict));
            if (loaded.FirstOrDefault(older => older.IsVersionOf(step)) is { } older)
            {
                claims.TryAdd(older.IsStale ? older : older with { IsStale = true });
            }
        }

        return new StepSet(claims.Kept, Claim(streams, found), [.. found.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line)], [.. guards ?? []]);
    }

    public bool IsStale(StepDescription step) => _current.IsStale(step.Name);

    public bool IsStale(StreamDescription stream) => _current.StreamOf(stream.Name) is { IsStale: true };

    public void Dispose() => _change.Dispose();

    private LoadedStream[] Claim(IEnumerable<LoadedStream> streams, List<StepError> errors)
    {
        var kept = new Dictionary<string, LoadedStream>(StringComparer.Ordinal);
        foreach (var stream in streams.OrderBy(stream => _current.StreamOf(stream.Description.Name)?.Description.File == stream.Description.File ? 0 : 1))
        {
            if (!kept.TryAdd(stream.Description.Name, stream))
            {
                errors.Add(new StepError(
                    stream.Description.File,
                    stream.Config?.Line,
                    $"\"name\" is \"{stream.Description.Name}\", which is also the name of the stream in {kept[stream.Description.Name].Description.File}; each stream needs a name of its own."));
            }
        }

        return [.. kept.Values];
    }

    private static int Rank(LoadedStep step, IReadOnlyList<LoadedStep> loaded) =>
        loaded.FirstOrDefault(older => older.Description.Name == step.Description.Name && older.Description.File == step.Description.File) is not { } same ? 2
        : StepClaims.RouteOf(same.Description) == StepClaims.RouteOf(step.Description) ? 0
        : 1;
}
