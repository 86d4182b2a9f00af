using System.Reflection;

namespace Motia.Silo.Tests.Queues;

/// <summary>A grain factory whose grains answer as a test wants.</summary>
public class FakeGrains : DispatchProxy
{
    private Func<MethodInfo, string, Task> _answer = null!;

    /// <summary>Grains that answer each call with what <paramref name="answer"/> gives for the method and the grain's key.</summary>
    public static IGrainFactory Make(Func<MethodInfo, string, Task> answer)
    {
        var factory = Create<IGrainFactory, FakeGrains>();
        ((FakeGrains)(object)factory)._answer = answer;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IGrainFactory.CreateObjectReference) ? args![0] : FakeGrain.Make(targetMethod.ReturnType, (string)args![0]!, _answer);
}
