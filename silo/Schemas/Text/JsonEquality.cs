using System.Runtime.InteropServices;
using System.Text.Json;

namespace Motia.Silo.Schemas.Text;

/// <summary>
/// Equality of JSON values: numbers by value however they are written, members in any order. Unlike <see cref="JsonElement.DeepEquals"/> it
/// takes texts with escaped lone surrogates.
/// </summary>
internal static class JsonEquality
{
    public static bool AreEqual(JsonElement left, JsonElement right)
    {
        if (left.ValueKind != right.ValueKind)
        {
            return false;
        }
        return left.ValueKind switch
        {
            JsonValueKind.String => AreEqualTexts(JsonText.Of(left), JsonText.Of(right)),
            JsonValueKind.Number => JsonNumber.Compare(
                new JsonNumber(JsonMarshal.GetRawUtf8Value(left)), new JsonNumber(JsonMarshal.GetRawUtf8Value(right))) == 0,
            JsonValueKind.Array => AreEqualArrays(left, right),
            JsonValueKind.Object => AreEqualObjects(left, right),
            _ => true,
        };
    }

    private static bool AreEqualTexts(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!JsonText.HasEscapes(left) && !JsonText.HasEscapes(right))
        {
            return left.SequenceEqual(right);
        }
        using var leftChars = new TextBuffer(left, stackalloc char[TextBuffer.OnStack]);
        using var rightChars = new TextBuffer(right, stackalloc char[TextBuffer.OnStack]);
        return leftChars.Text.SequenceEqual(rightChars.Text);
    }

    private static bool AreEqualArrays(JsonElement left, JsonElement right)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
        {
            return false;
        }
        var others = right.EnumerateArray();
        foreach (var item in left.EnumerateArray())
        {
            others.MoveNext();
            if (!AreEqual(item, others.Current))
            {
                return false;
            }
        }
        return true;
    }

    private static bool AreEqualObjects(JsonElement left, JsonElement right)
    {
        if (left.GetPropertyCount() != right.GetPropertyCount())
        {
            return false;
        }
        var others = right.EnumerateObject();
        foreach (var member in left.EnumerateObject())
        {
            others.MoveNext();
            if (!AreEqualTexts(JsonMarshal.GetRawUtf8PropertyName(member), JsonMarshal.GetRawUtf8PropertyName(others.Current)))
            {
                return AreEqualInAnyOrder(left, right);
            }
            if (!AreEqual(member.Value, others.Current.Value))
            {
                return false;
            }
        }
        return true;
    }

    private static bool AreEqualInAnyOrder(JsonElement left, JsonElement right)
    {
        var others = Members(right);
        var members = Members(left);
        return members.Count == others.Count
            && members.All(member => others.TryGetValue(member.Key, out var other) && AreEqual(member.Value, other));
    }

    // Of a name that is there twice, the last counts.
    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[JsonText.ToText(JsonMarshal.GetRawUtf8PropertyName(member))] = member.Value;
        }
        return members;
    }
}
