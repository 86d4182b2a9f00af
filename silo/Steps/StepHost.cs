using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Silo.Topics;

namespace Motia.Silo.Steps;

/// <summary>What every run of a step gets from the silo.</summary>
internal sealed class StepHost(IGrainFactory grains, ILoggerFactory loggers, EventEmitter emitter, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public IGrainFactory Grains => grains;

    public ILoggerFactory Loggers => loggers;

    public EventEmitter Emitter => emitter;

    public TimeProvider Time => time;

    /// <summary>Fires when the silo stops.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;
}
