using Microsoft.AspNetCore.Http;

namespace Motia.Gateway.Control;

/// <summary>Reads the query of a request.</summary>
internal static class ControlQuery
{
    /// <summary>The value of a parameter; null if it is empty, not there, or there more than once.</summary>
    public static string? Parameter(this HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>A parameter's value, which must be one of those allowed; null if it is empty.</summary>
    /// <exception cref="ControlException">It is another one.</exception>
    public static string? OneOf(string name, string? value, IReadOnlyCollection<string> allowed) =>
        string.IsNullOrEmpty(value) ? null
        : allowed.Contains(value, StringComparer.Ordinal) ? value
        : throw new ControlException($"\"{name}\" is \"{value}\"; it must be one of {string.Join(", ", allowed)}.");
}
