using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>A gateway that has subscribers of one group of a stream.</summary>
[Alias("motia.stream-watcher")]
public interface IStreamWatcher : IGrainObserver
{
    /// <summary>The group changed. One call at a time, in order.</summary>
    /// <param name="after">The number of the last change, or of the watch, before these; if it is another one than the watcher knows, changes were lost.</param>
    /// <param name="changes">The changes.</param>
    [Alias("Changed")]
    [ResponseTimeout("00:00:05")]
    Task Changed(long after, ImmutableArray<StreamChange> changes);

    /// <summary>The grain pushes no more: it ends, or the watcher took too long. It has to watch anew and to read the items again.</summary>
    [Alias("Lost")]
    [ResponseTimeout("00:00:05")]
    Task Lost();
}
