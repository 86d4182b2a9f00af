namespace Motia;

/// <summary>Which web pages may call the steps.</summary>
public sealed class CorsSettings
{
    /// <summary>Origins such as <c>https://example.org</c>. Default: empty, which allows every origin.</summary>
    public IList<string> Origins { get; } = [];
}
