using Microsoft.Extensions.DependencyInjection;
using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Api;

/// <summary>The context of one api run.</summary>
internal sealed class ApiContext(ApiRunner runner, StepHost host, LoadedStep step, ApiCall call) : RunContext(host, step, call.TraceId)
{
    public ApiCall Call => call;

    public override Delivery? Delivery => null;

    /// <summary>When the run began, if it is to be noted.</summary>
    public DateTime? Began { get; set; }

    /// <summary>What it failed with, for its record.</summary>
    public string? Failure { get; set; }

    /// <summary>Whether the project has middleware.</summary>
    public bool HasMiddleware => Step.Module.HasMiddleware;

    /// <summary>The project's middleware.</summary>
    public IEnumerable<IApiMiddleware> Middleware => HasMiddleware ? Services.GetServices<IApiMiddleware>() : [];

    /// <summary>Runs the handler.</summary>
    public Task<ApiAnswer> RunAsync() => runner.RunAsync(this);
}
