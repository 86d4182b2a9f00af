using System.Reflection;
using Microsoft.Extensions.Logging;
using Motia.Embedded.Statistics;
using Orleans;
using Orleans.Concurrency;

namespace Motia.Embedded.Calls;

/// <summary>What is known of one interface method of one grain type, found once.</summary>
internal abstract partial class GrainMethod
{
    private readonly MethodInvoker _invoker;
    private readonly ILogger _logger;

    private protected GrainMethod(MethodInfo info, CallSettings settings, bool reentrant, MethodStatistics? statistics)
    {
        _invoker = MethodInvoker.Create(info);
        _logger = settings.Logger;
        Info = info;
        Clock = settings.Clock;
        Statistics = statistics;
        Name = $"{info.DeclaringType!.Name}.{info.Name}";
        Interleaves = reentrant || info.IsDefined(typeof(AlwaysInterleaveAttribute));
        OneWay = info.ReturnType == typeof(void) || info.IsDefined(typeof(OneWayAttribute));
        Timeout = info.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout ?? settings.ResponseTimeout;
        TimeoutInTimestamps = (long)(Timeout.TotalSeconds * Clock.TimestampFrequency);
        TokenParameter = Array.FindIndex(info.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken));
    }

    internal MethodInfo Info { get; }

    internal string Name { get; }

    internal TimeProvider Clock { get; }

    internal MethodStatistics? Statistics { get; }

    internal bool Interleaves { get; }

    internal bool OneWay { get; }

    internal TimeSpan Timeout { get; }

    internal long TimeoutInTimestamps { get; }

    private protected int TokenParameter { get; }

    /// <summary>Finds out what there is to know of a method.</summary>
    internal static GrainMethod Create(MethodInfo info, CallSettings settings, bool reentrant, MethodStatistics? statistics)
    {
        var (shape, result) = ShapeOf(info);
        var type = typeof(GrainMethod<>).MakeGenericType(result);
        return (GrainMethod)Activator.CreateInstance(
            type, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, null, [info, shape, settings, reentrant, statistics], null)!;
    }

    /// <summary>Calls the method through a reference.</summary>
    internal abstract object? Call(AddressableProxy reference, object?[] arguments);

    internal object? Invoke(object instance, object?[] arguments) => _invoker.Invoke(instance, arguments.AsSpan());

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The one-way call {Method} failed; its caller does not learn of it")]
    private static partial void LogLost(ILogger logger, string method, Exception failure);

    internal void LogLost(Exception failure) => LogLost(_logger, Name, failure);

    private static (ReturnShape Shape, Type Result) ShapeOf(MethodInfo info)
    {
        var type = info.ReturnType;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition switch
        {
            _ when type == typeof(void) => (ReturnShape.Nothing, typeof(NoResult)),
            _ when type == typeof(Task) => (ReturnShape.Task, typeof(NoResult)),
            _ when type == typeof(ValueTask) => (ReturnShape.ValueTask, typeof(NoResult)),
            _ when definition == typeof(Task<>) => (ReturnShape.TaskOfResult, type.GetGenericArguments()[0]),
            _ when definition == typeof(ValueTask<>) => (ReturnShape.ValueTaskOfResult, type.GetGenericArguments()[0]),
            _ => throw new NotSupportedException(
                $"{info.DeclaringType!.FullName}.{info.Name} returns {type}; a grain method returns Task, Task<T>, ValueTask, ValueTask<T> or nothing."),
        };
    }
}
