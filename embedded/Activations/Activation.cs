using Motia.Embedded.Calls;
using Motia.Embedded.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Motia.Embedded.Activations;

/// <summary>
/// One grain object in memory, with the requests that wait for it. It is also the task scheduler of everything that the grain awaits, so that its turns
/// run one at a time: whoever sets <c>_claimed</c> runs them, until nothing is left to run.
/// </summary>
internal sealed partial class Activation : TaskScheduler, IGrainContext, ICallTarget, IRequestHolder
{
    [ThreadStatic]
    private static Activation? t_current;

    private readonly Lock _gate = new();
    private readonly WorkerPool? _pool;
    private ActivationState _state;

    internal Activation(GrainTypeEntry type, string key, WorkerPool? pool)
    {
        Type = type;
        Key = key;
        _pool = pool;
        _lastActive = Silo.Clock.GetTimestamp();
    }

    /// <summary>The activation in whose turn this thread is.</summary>
    internal static Activation? Running => t_current;

    internal GrainTypeEntry Type { get; }

    internal string Key { get; }

    internal Silo Silo => Type.Silo;

    public GrainId GrainId => GrainId.Create(Type.GrainType, Key);

    public object? GrainInstance => _instance;

    public IServiceProvider ActivationServices => (_scope ?? throw new InvalidOperationException($"{this} has no services: it is {_state}.")).ServiceProvider;

    public Task Deactivated => _ended.Task;

    /// <summary>Whether nothing runs and nothing waits. Read without the lock, as a hint.</summary>
    internal bool IsIdle => _executing.Count == 0 && WaitingCount == 0;

    /// <summary>Read without the lock, as a hint.</summary>
    internal int WaitingCount => _waiting.Count + _interleaving.Count;

    /// <summary>Whether requests must go to the next activation. Read without the lock: it becomes true once and stays so.</summary>
    internal bool HasEnded => _state == ActivationState.Ended;

    /// <summary>The activation of a grain that the runtime made.</summary>
    internal static Activation Of(IGrainBase grain) =>
        grain is null
            ? throw new ArgumentNullException(nameof(grain))
            : grain.GrainContext as Activation
                ?? throw new InvalidOperationException($"{grain.GetType().FullName} was not made by the runtime. Get a reference to it from IGrainFactory.");

    /// <summary>Throws unless this thread is in one of this activation's turns.</summary>
    internal void CheckTurn()
    {
        if (!ReferenceEquals(t_current, this))
        {
            throw new InvalidOperationException(
                $"{this} was reached outside its turns. What runs on other threads, such as after Task.Run or ConfigureAwait(false), must not touch it.");
        }

        if (_state == ActivationState.Ended)
        {
            throw new InvalidOperationException($"{this} has ended; what still runs in it must not touch its state.");
        }
    }

    internal TGrainInterface CreateReference<TGrainInterface>() => Type.CreateReference<TGrainInterface>(Key);

    public override string ToString() => $"Grain {Type.Name}/{Key}";
}
