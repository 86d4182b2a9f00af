using Microsoft.Extensions.Logging;

namespace Motia.Gateway.Requests;

internal sealed partial class StepDispatcher
{
    [LoggerMessage(1, LogLevel.Error, "The step {Step} did not answer in time (trace {TraceId}).")]
    private partial void LogSiloTimeout(Exception exception, string traceId, string step);

    [LoggerMessage(2, LogLevel.Error, "The call of the step {Step} failed (trace {TraceId}).")]
    private partial void LogCallFailed(Exception exception, string traceId, string step);
}
