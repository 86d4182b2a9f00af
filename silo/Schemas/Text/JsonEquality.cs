using System.Text.Json;

namespace Motia.Silo.Schemas.Text;

/// <summary>Equality of JSON values.</summary>
internal static class JsonEquality
{
    public static bool AreEqual(JsonElement left, JsonElement right)
    {
        try
        {
            return JsonElement.DeepEquals(left, right);
        }
        catch (InvalidOperationException)
        {
            // A text with an escaped lone surrogate has no UTF-8 form, which DeepEquals needs; such a text equals only what is written the same.
            return left.GetRawText() == right.GetRawText();
        }
    }
}
