using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

internal sealed partial class StepFolder
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Building {Project}: it references more than Motia.Abstractions.")]
    private static partial void LogBuildingProject(ILogger logger, string project);
}
