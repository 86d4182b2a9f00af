using System.Globalization;

namespace Orleans;

/// <summary>How long a caller of this grain interface method waits. Default: SiloMessagingOptions.ResponseTimeout.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    /// <summary>The time, as <see cref="TimeSpan.Parse(string)"/> reads it.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
}
