using System.Reflection;

namespace Motia.Gateway.Tests.Control;

/// <summary>Answers an interface's calls by the methods of the same name of another object.</summary>
public class GrainStandIn : DispatchProxy
{
    private object _target = null!;

    public static object Make(Type type, object target)
    {
        var made = (GrainStandIn)Create(type, typeof(GrainStandIn));
        made._target = target;
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = _target.GetType().GetMethod(targetMethod!.Name)
            ?? throw new NotSupportedException($"{_target.GetType().Name} has no {targetMethod.Name}.");
        return (method.IsGenericMethod ? method.MakeGenericMethod(targetMethod.GetGenericArguments()) : method).Invoke(_target, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
