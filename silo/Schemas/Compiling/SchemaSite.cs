using System.Text.Json;

namespace Motia.Silo.Schemas.Compiling;

/// <summary>A schema in its document: the value, where it stands, and what its references are relative to.</summary>
internal readonly record struct SchemaSite(JsonElement Element, string Pointer, Uri Base)
{
    /// <summary>The place of a keyword, for an error.</summary>
    public string At(string keyword) => $"#{Below(keyword)}";

    public string Below(string keyword) => Append(Pointer, keyword);

    public string Below(string keyword, string name) => Append(Append(Pointer, keyword), name);

    public static string Append(string pointer, string token) =>
        $"{pointer}/{token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
