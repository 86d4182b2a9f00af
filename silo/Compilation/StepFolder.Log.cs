using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

internal sealed partial class StepFolder
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Building {Project}: it references more than Motia.Abstractions.")]
    private static partial void LogBuildingProject(ILogger logger, string project);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last good version keeps serving: {Files}")]
    private static partial void LogRestored(ILogger logger, string files);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last good build of {Directory} keeps serving.")]
    private static partial void LogLastGood(ILogger logger, string directory);
}
