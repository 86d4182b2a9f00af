namespace Motia.Silo.Api;

/// <summary>Tells what a body is from its content type.</summary>
internal static class BodyKinds
{
    public static BodyKind Of(string? contentType, int length)
    {
        if (length == 0)
        {
            return BodyKind.None;
        }

        var type = contentType.AsSpan();
        if (type.IndexOf(';') is >= 0 and var end)
        {
            type = type[..end];
        }

        type = type.Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ? BodyKind.Json
            : type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? BodyKind.Form
            : type.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? BodyKind.Multipart
            : type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? BodyKind.Text
            : BodyKind.Bytes;
    }
}
