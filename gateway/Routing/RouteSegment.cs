namespace Motia.Gateway.Routing;

/// <summary>One segment of a route.</summary>
/// <param name="Kind">What it matches.</param>
/// <param name="Text">The literal's text, percent-decoded, or the parameter's name; <c>*</c> for the rest.</param>
public sealed record RouteSegment(RouteSegmentKind Kind, string Text)
{
    internal static RouteSegment? Parse(string text)
    {
        if (text == "*")
        {
            return new(RouteSegmentKind.Rest, "*");
        }

        if (!text.StartsWith(':'))
        {
            return text.Contains('*', StringComparison.Ordinal) ? null : new(RouteSegmentKind.Literal, Uri.UnescapeDataString(text));
        }

        var optional = text.EndsWith('?');
        var name = optional ? text[1..^1] : text[1..];
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? new(optional ? RouteSegmentKind.Optional : RouteSegmentKind.Parameter, name)
            : null;
    }
}
