using System.Reflection;
using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>The steps and streams of the assemblies that are compiled into the host.</summary>
internal sealed record CompiledSteps(IReadOnlyList<LoadedStep> Steps, IReadOnlyList<LoadedStream> Streams, IReadOnlyList<StepError> Errors)
{
    public static CompiledSteps None { get; } = new([], [], []);

    public static CompiledSteps Read(IReadOnlyList<Assembly> assemblies, StepReader reader, IServiceProvider services)
    {
        if (assemblies.Count == 0)
        {
            return None;
        }

        var module = StepModule.InHost(services);
        var findings = new StepFindings();
        return new([.. assemblies.SelectMany(assembly => reader.Read(new StepSource(assembly, null, null), module, findings))], findings.Streams, findings.Errors);
    }
}
