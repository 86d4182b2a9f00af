namespace Motia.Gateway.Streams;

/// <summary>Why something that a subscriber asked for is not done; goes to it as an error event.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
public sealed record StreamRefusal(string Code, string Message)
{
    /// <summary>The subscription is not allowed.</summary>
    public static StreamRefusal Denied { get; } = new("STREAM_ACCESS_DENIED", "Access denied");

    /// <summary>There is no such stream.</summary>
    /// <param name="stream">Its name.</param>
    public static StreamRefusal NotFound(string stream) => new("STREAM_NOT_FOUND", $"There is no stream \"{stream}\".");

    internal static StreamRefusal BadFrame(string problem) => new("BAD_FRAME", problem);

    internal static StreamRefusal TooMany(int most) => new("TOO_MANY_SUBSCRIPTIONS", $"A connection may have {most} subscriptions; leave some or open another one.");

    internal static StreamRefusal TooLarge(long most) => new("GROUP_TOO_LARGE", $"The group's items have more than {most} bytes, the most that is sent at once; subscribe to single items.");
}
