using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

/// <summary>Tells that the system does not report what changes in folders: once for each reason, however many folders and watchers it strikes.</summary>
internal sealed partial class LookedAtOnly(ILogger logger)
{
    // errno, as .NET hands it on.
    private const int TooManyOpen = 24;
    private const int NoSpace = 28;
    private const string Other = "see that the folders can be watched";

    private readonly Lock _lock = new();
    private readonly HashSet<int> _told = [];

    /// <summary>Tells it, unless it was told.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="reason">Why.</param>
    public void Tell(IEnumerable<string> folders, Exception reason)
    {
        lock (_lock)
        {
            if (!_told.Add(reason.HResult))
            {
                return;
            }
        }

        LogLooksOnly(string.Join(", ", folders), SourceWatcher.LookInterval.TotalSeconds, reason.Message.TrimEnd('.'), RemedyOf(reason.HResult));
    }

    private static string RemedyOf(int error) => !OperatingSystem.IsLinux() ? Other : error switch
    {
        NoSpace => Raise("fs.inotify.max_user_watches"),
        TooManyOpen => Raise("fs.inotify.max_user_instances"),
        _ => Other,
    };

    private static string Raise(string setting) => $"raise {setting} (with sysctl)";

    [LoggerMessage(1, LogLevel.Warning, "The system does not report what changes below {Folders}. There, and where else this is so, an edit takes effect only with the next look, every {Seconds} s. {Reason}. To have edits take effect at once, {Remedy} and start the silo again.")]
    private partial void LogLooksOnly(string folders, double seconds, string reason, string remedy);
}
