using Microsoft.Extensions.Hosting;

namespace Motia.Silo.Hosting;

/// <summary>How long what runs may take to end when the host stops. The host itself waits a while longer, so that what stops afterwards can still save.</summary>
internal sealed class ShutdownLimit : IDisposable
{
    /// <summary>What is left for saving when the time of what runs is up.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    // Not disposed: the timer may fire beside the end.
    private readonly CancellationTokenSource _reached = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly ITimer _timer;

    public ShutdownLimit(MotiaHostOptions options, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        _timer = time.CreateTimer(static reached => ((CancellationTokenSource)reached!).Cancel(), _reached, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stopping = lifetime.ApplicationStopping.Register(() => _timer.Change(options.ShutdownTimeout, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Fires when the time of what runs is up, counted from when the host was told to stop.</summary>
    public CancellationToken Reached => _reached.Token;

    public void Dispose()
    {
        _stopping.Dispose();
        _timer.Dispose();
    }
}
