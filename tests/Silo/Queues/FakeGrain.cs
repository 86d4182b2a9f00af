using System.Reflection;

namespace Motia.Silo.Tests.Queues;

/// <summary>A grain of <see cref="FakeGrains"/>.</summary>
public class FakeGrain : DispatchProxy
{
    private Func<MethodInfo, string, Task> _answer = null!;
    private string _key = "";

    public static object Make(Type grain, string key, Func<MethodInfo, string, Task> answer)
    {
        var made = Create(grain, typeof(FakeGrain));
        (((FakeGrain)made)._key, ((FakeGrain)made)._answer) = (key, answer);
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, _key);
}
