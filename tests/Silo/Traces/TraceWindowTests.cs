using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Traces;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Traces;

public sealed class TraceWindowTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly TraceWindow _window;

    // Nothing is handed over here: no run ends.
    public TraceWindowTests() => _window = new(null!, _time, NullLogger<TraceWindow>.Instance);

    public void Dispose() => _window.Dispose();

    [Fact]
    public void BeginApiRun_OfRunsThatLast_GoesOnTakingItsSample()
    {
        for (var pause = 0; pause < 3; pause++)
        {
            Assert.Equal(10, Enumerable.Range(0, 1_000).Count(_ => _window.BeginApiRun() is not null));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
