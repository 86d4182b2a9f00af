using System.Text;
using Microsoft.Net.Http.Headers;

namespace Motia.Silo.Api;

/// <summary>Reads a body as the text it is.</summary>
internal static class BodyText
{
    /// <summary>The text; empty for bodies that are not text.</summary>
    /// <exception cref="BadBodyException">The content type names a character set that is not known.</exception>
    public static string Decode(BodyKind kind, string? contentType, ReadOnlySpan<byte> body)
    {
        switch (kind)
        {
            case BodyKind.Json or BodyKind.Form:
                return Encoding.UTF8.GetString(body);
            case BodyKind.Text:
                var name = MediaTypeHeaderValue.TryParse(contentType, out var type) && type.Charset.HasValue ? HeaderUtilities.RemoveQuotes(type.Charset).ToString() : "utf-8";
                try
                {
                    return Encoding.GetEncoding(name).GetString(body);
                }
                catch (ArgumentException)
                {
                    throw new BadBodyException($"The body's character set is \"{name}\", which is not known; send utf-8.");
                }

            default:
                return "";
        }
    }
}
