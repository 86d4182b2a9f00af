using System.Reflection;
using System.Text.Json;

namespace Motia.Silo.Tests.Queues;

/// <summary>The handler of all steps of all scenarios.</summary>
internal sealed class ChaosHandler(ChaosProcess process)
{
    public static MethodInfo Method { get; } = typeof(ChaosHandler).GetMethod(nameof(Handler))!;

    public Task Handler(JsonElement input, StepContext context) => process.HandleAsync(context);
}
