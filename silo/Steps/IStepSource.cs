using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>Where steps and streams come from that may change while the host runs.</summary>
internal interface IStepSource : IAsyncDisposable
{
    /// <summary>The steps it has now.</summary>
    IReadOnlyList<LoadedStep> Steps { get; }

    /// <summary>The streams it has now.</summary>
    IReadOnlyList<LoadedStream> Streams { get; }

    /// <summary>The modules that say who connects to the streams, besides those of steps and streams.</summary>
    IReadOnlyList<StepModule> Guards { get; }

    /// <summary>The mistakes in it.</summary>
    IReadOnlyList<StepError> Errors { get; }

    /// <summary>What is not as its author may think, and no mistake.</summary>
    IReadOnlyList<StepError> Warnings { get; }

    /// <summary>Of what an older version is served: files, or the directory as a whole; as people see them.</summary>
    IReadOnlyList<string> LastGood { get; }

    /// <summary>How often loaded code took another's place.</summary>
    int Swaps { get; }

    /// <summary>Loads what has changed, one at a time. What it has stays as it is until <see cref="Take"/>, so that a load that takes long holds up no other source.</summary>
    /// <returns>Whether there is something to take.</returns>
    Task<bool> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Has what was loaded last from now on. Not while anybody reads what it has.</summary>
    void Take();

    /// <summary>Begins to tell of changes.</summary>
    /// <param name="reload">Loads it and publishes what came of it, one load of it at a time.</param>
    /// <param name="watches">Whether changes of files are told of.</param>
    Task StartAsync(Func<CancellationToken, Task> reload, bool watches);

    /// <summary>Ends telling of changes.</summary>
    Task StopAsync();

    /// <summary>Lets go of the modules that nothing is served from any more, once nobody is sent to them.</summary>
    /// <param name="served">The modules that anything is served from.</param>
    void ReleaseReplaced(IReadOnlySet<StepModule> served);
}
