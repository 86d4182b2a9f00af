namespace Motia;

/// <summary>How log lines look.</summary>
public sealed class LogSettings
{
    /// <summary><c>Text</c>, one readable line each, or <c>Json</c>, one object each. Default: Text.</summary>
    public LogFormat Format { get; set; } = LogFormat.Text;

    /// <summary>The least severe level that is written: <c>Debug</c>, <c>Information</c>, <c>Warning</c> or <c>Error</c>. Default: Information.</summary>
    public Microsoft.Extensions.Logging.LogLevel Level { get; set; } = Microsoft.Extensions.Logging.LogLevel.Information;
}
