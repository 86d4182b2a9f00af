using System.Text.Json;
using System.Text.Unicode;
using Motia.Grains;

namespace Motia.Silo.State;

/// <summary>Checks that bytes are one JSON value within the bounds of state.</summary>
internal static class StateValue
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = StateRules.DeepestValue };

    /// <summary>What is wrong with a value; null if nothing is.</summary>
    /// <param name="what">What it is, such as <c>value</c>.</param>
    /// <param name="json">The bytes.</param>
    public static string? Check(string what, ReadOnlySpan<byte> json)
    {
        if (json.Length > StateRules.LargestValue)
        {
            return $"The {what} has {json.Length} bytes; it may have {StateRules.LargestValue}. Keep large data elsewhere and a reference to it here.";
        }

        if (!Utf8.IsValid(json))
        {
            return $"The {what} is not valid UTF-8; it must be one JSON value in UTF-8.";
        }

        try
        {
            var reader = new Utf8JsonReader(json, Options);
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException broken)
        {
            return $"The {what} must be one JSON value, at most {StateRules.DeepestValue} levels deep: {broken.Message}";
        }
    }
}
