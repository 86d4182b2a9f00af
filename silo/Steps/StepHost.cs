using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Silo.Streams;
using Motia.Silo.Topics;
using Motia.Silo.Traces;

namespace Motia.Silo.Steps;

/// <summary>What every run of a step gets from the silo.</summary>
internal sealed class StepHost(IGrainFactory grains, StepRegistry registry, ILoggerFactory loggers, EventEmitter emitter, TraceWindow traces, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public IGrainFactory Grains => grains;

    /// <summary>The streams that handlers see.</summary>
    public GrainStreams Streams { get; } = new GrainStreams(grains, registry);

    public ILoggerFactory Loggers => loggers;

    public EventEmitter Emitter => emitter;

    public TraceWindow Traces => traces;

    public TimeProvider Time => time;

    /// <summary>Fires when the silo stops.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;
}
