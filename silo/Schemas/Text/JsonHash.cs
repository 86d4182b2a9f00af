using System.Runtime.InteropServices;
using System.Text.Json;

namespace Motia.Silo.Schemas.Text;

/// <summary>A hash of a JSON value that agrees with <see cref="JsonEquality"/>: equal values have equal hashes.</summary>
internal static class JsonHash
{
    public static int Of(JsonElement value)
    {
        var hash = new HashCode();
        hash.Add((int)value.ValueKind);
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                hash.Add(OfText(JsonText.Of(value)));
                break;
            case JsonValueKind.Number:
                new JsonNumber(JsonMarshal.GetRawUtf8Value(value)).AddTo(ref hash);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    hash.Add(Of(item));
                }
                break;
            case JsonValueKind.Object:
                // Members have no order, so their hashes are added up.
                var members = 0;
                foreach (var member in value.EnumerateObject())
                {
                    members += HashCode.Combine(OfText(JsonMarshal.GetRawUtf8PropertyName(member)), Of(member.Value));
                }
                hash.Add(members);
                break;
        }
        return hash.ToHashCode();
    }

    private static int OfText(ReadOnlySpan<byte> text)
    {
        using var chars = new TextBuffer(text, stackalloc char[TextBuffer.OnStack]);
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes<char>(chars.Text));
        return hash.ToHashCode();
    }
}
